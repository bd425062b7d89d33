import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { type Engine, engines } from "../browsers/page.ts";
import { announce } from "./announce.ts";
import { useDemo } from "./demo.ts";
import { widgetOn } from "./widget.ts";

const root = `document.querySelector("trust-center").shadowRoot`;

const demo = useDemo();
let engine: Engine;

beforeAll(async () => {
  engine = await engines.Chromium();
});

afterAll(() => engine?.close());

/**
 * Opens the page with one byte of one file changed, or of none, opens all that opens, and tells what the reader sees and
 * the page asked for.
 */
async function seenWith(
  vendor: DemoVendor,
  flipped?: string,
): Promise<{ asked: ReadonlySet<string>; warned: boolean; shown: number }> {
  const bytes = flipped && (await readFile(join(vendor.out, flipped)));
  if (bytes) {
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] as number) ^ 1;
  }
  const asked = new Set<string>();
  vendor.site.intercept = (request, response) => {
    asked.add(request.url ?? "");
    if (!bytes || request.url !== new URL(flipped, vendor.feed).pathname) return false;
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
        `document.querySelector("trust-center").shadowRoot.querySelectorAll(".fold-head").forEach((button) => button.click())`,
      );
      await page.until(
        `((root) => root.querySelectorAll(".fold-body :is(.prose, [role=alert]), .history:first-of-type, trust-center-history > section > [role=alert]").length >= root.querySelectorAll("button.fold-head").length + 1)(document.querySelector("trust-center").shadowRoot)`,
      );
    }
    return { asked, warned: await widget.sees("[role=alert]"), shown: await widget.count(".list tbody .row") };
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
  // What is never asked for is not read, whatever stands in it.
  const whole = await seenWith(vendor);
  expect(whole).toMatchObject({ warned: false });
  const used = files.filter((file) => whole.asked.has(new URL(file, vendor.feed).pathname));
  for (const file of used) {
    const { warned, shown } = await seenWith(vendor, file);
    expect({ file, warned }).toEqual({ file, warned: true });
    if (file === "head.json" || file.startsWith("feed/")) expect({ file, shown }).toEqual({ file, shown: 0 });
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

test.each(Object.keys(engines) as Engine["name"][])(
  "no part of the script runs in %s when it is not the file that was published",
  async (name) => {
    const other = await engines[name]();
    const vendor = demo.vendors[1] as DemoVendor;
    const parts = (await readdir(inject("script"))).filter(
      (name) => name.endsWith(".js") && name !== "trust-center.js",
    );
    const served = new Set<string>();
    let heads = 0;
    vendor.site.intercept = (request, response) => {
      const name = request.url?.slice("/script/".length) ?? "";
      // The first attempt fails, so that the part that tries again is wanted too.
      // Only the page's: the service reads the feed as well.
      const isPage = request.headers["user-agent"]?.includes("Mozilla");
      if (isPage && request.url?.endsWith("/head.json") && heads++ === 0) {
        return Boolean(response.writeHead(503).end());
      }
      if (!parts.includes(name)) return false;
      served.add(name);
      response.writeHead(200, { "content-type": "text/javascript" }).end(`window.hacked = "${name}"`);
      return true;
    };
    const page = await other.page();
    const widget = widgetOn(page);
    try {
      await page.open(vendor.page);
      await widget.see("[role=alert]", "Check the connection");
      await page.evaluate(`(document.querySelector("trust-center").lang = "es")`);
      await page.until(`performance.getEntriesByType("resource").some(({ name }) => /\\/locales-/.test(name))`);
      // The list announces a change, and what says it is not the published file: nothing is shown.
      await announce(vendor, `added-${name}`, `Added ${name}`);
      await page.open(vendor.page);
      await widget.see("[role=alert]", "");
      expect(await widget.sees(".badge")).toBe(false);
      expect([...served].map((name) => name.split("-")[0]).sort()).toEqual(["locales", "shared"]);
      expect(await page.evaluate("window.hacked ?? null")).toBe(null);
    } finally {
      vendor.site.intercept = undefined;
      await page.close();
      await other.close();
    }
  },
);

test.each(Object.keys(engines) as Engine["name"][])(
  "a single part that is not the published file never runs in %s, whatever else is; nor does a second copy of the script",
  async (name) => {
    const other = await engines[name]();
    const vendor = demo.vendors[1] as DemoVendor;
    const scripts = (await readdir(inject("script"))).filter((file) => file.endsWith(".js"));
    const page = await other.page();
    const widget = widgetOn(page);
    let wrong = "";
    const asked: string[] = [];
    vendor.site.intercept = (request, response) => {
      const url = request.url ?? "";
      if (url.startsWith("/script/")) asked.push(url);
      const file = url.slice("/script/".length);
      if (file !== wrong) return false;
      response.writeHead(200, { "content-type": "text/javascript" }).end(`window.hacked = "${wrong}"`);
      return true;
    };
    try {
      const parts = scripts.filter((file) => /^(?:shared|more|forms|locales|es)-/.test(file));
      expect(parts).toHaveLength(5);
      const isOfLanguages = /^(?:locales|es)-/;
      let opened = 0;
      for (const part of parts) {
        // An unchecked second fetch came in some of Chromium's loads only, and of parts that others import.
        const rounds = isOfLanguages.test(part) || name !== "Chromium" ? 1 : 2;
        for (let round = 0; round < rounds; round++) {
          opened += 1;
          wrong = part;
          await page.open(vendor.page);
          // A list that announces changes is not shown without what says them.
          await page.until(`${root}?.querySelector(".badge, [role=alert]")`);
          if (await widget.sees("button.subscribe")) await widget.press("button.subscribe");
          if (isOfLanguages.test(part)) {
            // The table of languages, and a language that the true table vouches for: English stays.
            await page.evaluate(`(document.querySelector("trust-center").lang = "es")`);
            await page.until(`performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/${part}"))`);
            await widget.see(".badge", "Verified");
          }
          await page.until("document.readyState === 'complete'");
          expect(await page.evaluate("window.hacked ?? null")).toBe(null);
        }
      }
      expect(asked.filter((url) => url.endsWith("/trust-center.js")).length).toBe(opened);
    } finally {
      vendor.site.intercept = undefined;
      await page.close();
      await other.close();
    }
  },
);

test.each(Object.keys(engines) as Engine["name"][])(
  "a script asked for by another address, as ?ver= makes it, is one script in %s: its parts load no second copy",
  async (name) => {
    const other = await engines[name]();
    const vendor = demo.vendors[1] as DemoVendor;
    const asked: string[] = [];
    vendor.site.intercept = (request, response) => {
      const url = request.url ?? "";
      if (url.startsWith("/script/")) asked.push(url.slice("/script/".length));
      if (url !== new URL(vendor.page).pathname || request.headers["x-as-it-is"]) return false;
      void fetch(vendor.page, { headers: { "x-as-it-is": "1" } }).then(async (found) => {
        const { "content-length": _length, ...headers } = Object.fromEntries(found.headers);
        response
          .writeHead(200, headers)
          .end((await found.text()).replaceAll("/trust-center.js", "/trust-center.js?ver=2"));
      });
      return true;
    };
    const page = await other.page();
    const widget = widgetOn(page);
    try {
      await page.open(vendor.page);
      await widget.see(".badge", "Verified");
      await widget.press("button.subscribe");
      await widget.see("trust-center-subscribe", "");
      expect(asked).toContain("trust-center.js?ver=2");
      expect(asked.filter((file) => file.startsWith("forms-"))).toHaveLength(1);
      expect(asked).not.toContain("trust-center.js");
    } finally {
      vendor.site.intercept = undefined;
      await page.close();
      await other.close();
    }
  },
);
