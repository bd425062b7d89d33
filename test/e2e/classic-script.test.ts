import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { useDemo } from "./demo.ts";
import { engineNames, usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
const vendor = () => demo.vendors[0] as DemoVendor;

/** As a content management system prints a tag: no type, and a version of its own behind the name. */
const classicTag = `<script src="/script/trust-center-classic.js?ver=6.5"></script>`;
const strict =
  "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html trust-center trust-center-classic; report-uri /csp-reports";

interface Changes {
  /** What stands for the tags that `publish` printed. */
  tags: (tag: string) => string;
  policy?: string;
  /** The script, changed on its way. */
  script?: "changed" | "gone";
}

/** Serves a vendor's page with other tags, below another policy, with another script. */
async function change({ tags, policy = strict, script }: Changes): Promise<void> {
  const { page, site, tag } = vendor();
  const html = (await (await fetch(page)).text()).replace(tag, tags(tag));
  const code = await (await fetch(new URL("/script/trust-center.js", page))).text();
  site.intercept = ({ url }, response) => {
    if (url === new URL(page).pathname) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
      response.end(html);
      return true;
    }
    if (script === undefined || !url?.endsWith("/trust-center.js")) return false;
    if (script === "gone") response.writeHead(404).end();
    else response.writeHead(200, { "content-type": "text/javascript" }).end(`${code} `);
    return true;
  };
}

const scriptTag = /<script[^>]*><\/script>/;
const classic = (tag: string) => tag.replace(scriptTag, classicTag);
const withoutContent = (tag: string) => classic(tag).replace(/<a .*<\/a>/, "");

afterEach(() => {
  vendor().site.intercept = undefined;
  vendor().site.reports.length = 0;
});

describe.each(engineNames)("%s, on a page", (name) => {
  const open = usePage(name);
  const said = (words: RegExp) => open.page.errors.some((error) => words.test(error));
  const slot = () => open.page.evaluate<string>(`document.querySelector("trust-center").innerText.trim()`);
  const linked = () => open.page.evaluate<string>(`document.querySelector("trust-center a")?.href ?? ""`);

  test("whose script tag is classic: loads the script, verifies, and breaks no policy", async () => {
    await change({ tags: classic });
    await open.page.open(vendor().page);
    await widgetOn(open.page).see(".badge", "Verified");
    expect(vendor().site.reports).toEqual([]);
  });

  test.each(["changed", "gone"] as const)(
    "whose script is %s: says so and leaves a link to the list",
    async (script) => {
      await change({ tags: withoutContent, script });
      await open.page.open(vendor().page);
      await open.page.until(`document.querySelector("trust-center a")`);
      expect(await linked()).toBe(vendor().feed);
      if (name !== "WebKit") expect(said(/trust-center\.js could not be loaded, or is not the file/)).toBe(true);
    },
  );

  test("that names the module in a classic tag: the link of the tag stays", async () => {
    await change({ tags: (tag) => tag.replace(' type="module"', "") });
    await open.page.open(vendor().page);
    expect(await slot()).toMatch(/\w/);
    expect(await linked()).toBe(vendor().feed);
  });

  test("without scripts: the link of the tag stands", async () => {
    await change({ tags: (tag) => tag, policy: "script-src 'none'" });
    await open.page.open(vendor().page);
    expect(await slot()).toMatch(/\w/);
    expect(await linked()).toBe(vendor().feed);
  });
});

describe("Chromium, on a page that is opened as a file", () => {
  const open = usePage("Chromium");

  test("says that no script can be loaded, and leaves a link to the list", async () => {
    const { page, tag, feed } = vendor();
    for (const file of ["trust-center.js", "trust-center-classic.js"]) {
      const found = await fetch(new URL(`/script/${file}`, page));
      await writeFile(join(demo.folder, file), await found.text());
    }
    const file = join(demo.folder, "page.html");
    await writeFile(file, withoutContent(tag).replace("/script/", "").replace("?ver=6.5", ""));
    await open.page.open(pathToFileURL(file).href);
    await open.page.until(`document.querySelector("trust-center a")?.href === ${JSON.stringify(feed)}`);
    expect(open.page.errors.join("\n")).toContain("From a page that is opened as a file no browser loads it.");
  });
});
