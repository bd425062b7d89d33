import { afterEach, describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { useDemo } from "./demo.ts";
import { engineNames, usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();

/** What Chrome and Edge before 137 and Firefox before 129 answer where a key is of Ed25519; older ones lack states too. */
const withoutEd25519 = `
  delete ElementInternals.prototype.states;
  const { importKey } = SubtleCrypto.prototype;
  SubtleCrypto.prototype.importKey = function (format, key, algorithm, ...rest) {
    if ((algorithm.name ?? algorithm) === "Ed25519")
      return Promise.reject(new DOMException("Algorithm: Unrecognized name", "NotSupportedError"));
    return importKey.call(this, format, key, algorithm, ...rest);
  };`;

/** Has a vendor's page run a script first, and tells which parts of the widget were asked for. */
async function patched(vendor: DemoVendor, { parts }: { parts: "served" | "gone" }) {
  const asked: string[] = [];
  const path = new URL(vendor.page).pathname;
  const page = await (await fetch(vendor.page)).text();
  vendor.site.intercept = (request, response) => {
    const { url = "" } = request;
    if (url === path) {
      response.writeHead(200, { "content-type": "text/html" });
      response.end(page.replace("<head>", `<head><script src="/older.js"></script>`));
      return true;
    }
    if (url === "/older.js") {
      response.writeHead(200, { "content-type": "text/javascript" }).end(withoutEd25519);
      return true;
    }
    if (!/\/software-[\w-]+\.js$/.test(url)) return false;
    asked.push(url);
    if (parts === "gone") response.writeHead(404).end();
    return parts === "gone";
  };
  return asked;
}

describe.each(engineNames)("%s, without Ed25519", (name) => {
  const open = usePage(name);
  const vendor = () => demo.vendors[0] as DemoVendor;

  afterEach(() => {
    vendor().site.intercept = undefined;
  });

  test("verifies in software, and shows the list", async () => {
    const asked = await patched(vendor(), { parts: "served" });
    await open.page.open(vendor().page);
    await widgetOn(open.page).see(".badge", "Verified");
    expect(asked.length).toBeGreaterThan(0);
  });

  test("says that it cannot verify here where the software does not come: no attack", async () => {
    await patched(vendor(), { parts: "gone" });
    await open.page.open(vendor().page);
    await widgetOn(open.page).see("[role=alert]", "Cannot be verified here");
  });
});
