import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Demo, type DemoVendor, startDemo } from "../../examples/demo/demo.ts";
import { type Engine, engines } from "../browsers/page.ts";
import { widgetOn } from "./widget.ts";

let folder: string;
let demo: Demo;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-flip-"));
  demo = await startDemo({ folder: join(folder, "demo"), port: 0 });
  engine = await engines.Chromium();
});

afterAll(async () => {
  await engine?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the page with one byte of one file changed, opens all that opens, and tells what the reader sees. */
async function seenWith(
  vendor: DemoVendor,
  flipped: string,
): Promise<{ read: boolean; warned: boolean; shown: number }> {
  const bytes = await readFile(join(vendor.out, flipped));
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] as number) ^ 1;
  let read = false;
  vendor.site.intercept = (request, response) => {
    if (request.url !== new URL(flipped, vendor.feed).pathname) return false;
    read = true;
    response.writeHead(200).end(bytes);
    return true;
  };
  const page = await engine.page();
  const widget = widgetOn(page);
  try {
    await page.open(vendor.page);
    await page.until(`document.querySelector("trust-center").shadowRoot.querySelector("[role=alert], .badge")`);
    if (await widget.sees(".badge")) {
      await widget.see("trust-center-history", "Change history");
      await page.evaluate(
        `document.querySelector("trust-center").shadowRoot.querySelectorAll(":is(trust-center-policies, trust-center-history) button").forEach((button) => button.click())`,
      );
      await page.until(
        `document.querySelector("trust-center").shadowRoot.querySelectorAll(".policy .policy, .history, .item [role=alert]").length === document.querySelector("trust-center").shadowRoot.querySelectorAll(".item > button").length`,
      );
    }
    return { read, warned: await widget.sees("[role=alert]"), shown: await widget.count("tbody tr") };
  } finally {
    vendor.site.intercept = undefined;
    await page.close();
  }
}

test("one changed byte in any file: the page never read it, or says so and shows none of it", async () => {
  const vendor = demo.vendors[0] as DemoVendor;
  const entries = await readdir(vendor.out, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(vendor.out.length + 1));
  expect(files.length).toBeGreaterThan(15);
  const used: string[] = [];
  for (const file of files) {
    const { read, warned, shown } = await seenWith(vendor, file);
    expect({ file, warned }).toEqual({ file, warned: read });
    if (read) used.push(file);
    if (file === "head.json" || (read && file.startsWith("feed/"))) expect({ file, shown }).toEqual({ file, shown: 0 });
  }
  expect(used.map((file) => file.split("/")[0]).sort()).toEqual([
    "feed",
    "head.json",
    "history",
    "policies",
    "policies",
    "policies",
  ]);
});

test("a changed byte in a part of the script is never run", async () => {
  const vendor = demo.vendors[0] as DemoVendor;
  let served = 0;
  vendor.site.intercept = (request, response) => {
    if (!/^\/script\/more-/.test(request.url ?? "")) return false;
    served += 1;
    response.writeHead(200, { "content-type": "text/javascript" }).end("window.hacked = true; export {}");
    return true;
  };
  const page = await engine.page();
  try {
    await page.open(vendor.page);
    await widgetOn(page).see(".badge", "Verified");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(served).toBeGreaterThan(0);
    expect(await page.evaluate("window.hacked ?? false")).toBe(false);
  } finally {
    vendor.site.intercept = undefined;
    await page.close();
  }
});
