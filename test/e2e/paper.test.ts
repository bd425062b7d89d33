import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { useDemo } from "./demo.ts";
import { serveMarked } from "./marked-list.ts";
import { usePage } from "./page.ts";

const demo = useDemo();
/** By mark: where in the list it stands. */
const marks = new Map<string, string>();
let list: Awaited<ReturnType<typeof serveMarked>>;

beforeAll(async () => {
  list = await serveMarked((path) => {
    const mark = `mark${marks.size}x`;
    marks.set(mark, path);
    return mark;
  });
  const { site, page } = demo.vendors[0] as DemoVendor;
  const script = /<script type="module"[^>]*><\/script>/.exec(await (await fetch(page)).text())?.[0];
  site.intercept = (request, response) => {
    if (!request.url?.startsWith("/paper")) return false;
    response.writeHead(200, { "content-type": "text/html" }).end(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Paper</title><link rel="icon" href="data:,">
      <script>Date.now = () => ${list.now}</script>${script}
      <body><trust-center feed="${list.feed}" pin="${list.pin}"></trust-center>`,
    );
    return true;
  };
});

afterAll(() => list?.close());

const root = `document.querySelector("trust-center").shadowRoot`;

// WebKitGTK's driver has no command to print (https://www.w3.org/TR/webdriver2/#print-page).
describe.each(["Chromium", "Firefox"] as const)("a file copy printed by %s", (name) => {
  const browser = usePage(name);
  let text = "";

  beforeAll(async () => {
    const { page } = browser;
    await page.open(new URL("/paper", demo.vendors[0]?.page).href);
    await page.until(`${root}.querySelector("trust-center-history .entry")`, 30);
    // What a browser's own command to print does: it tells the page, and prints what is there.
    await page.until(
      `dispatchEvent(new Event("beforeprint")) && ${root}.querySelector(".fold") && [...${root}.querySelectorAll(".fold:has(button)")].every((one) => one.querySelector(".prose"))`,
    );
    const pdf = (await page.print?.()) ?? new Uint8Array();
    if (process.env.KEEP_PDF && pdf)
      await (await import("node:fs/promises")).writeFile(`${process.env.KEEP_PDF}-${name}.pdf`, pdf);
    const { text: pages } = await extractText(await getDocumentProxy(new Uint8Array(pdf)));
    text = pages.join("\n").replace(/\s+/g, "");
  });

  test("has every string of the list and of its policies, uncut", () => {
    const missing = [...marks].filter(([mark]) => !text.includes(mark)).map(([mark, path]) => `${mark} ${path}`);
    expect(marks.size).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  });

  test("says what was verified: address, version, pin, hash, when, and where it was printed", async () => {
    for (const said of [list.feed, list.pin, "Version2", "/paper", "Verified:"]) expect(text).toContain(said);
  });
});
