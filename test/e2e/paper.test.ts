import { readFile } from "node:fs/promises";
import { extractText, getDocumentProxy, getResolvedPDFJS } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { useDemo } from "./demo.ts";
import { serveMarked } from "./marked-list.ts";
import { usePage } from "./page.ts";

const guide = new URL("../../docs/guides/embedding.md", import.meta.url);
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
      <style>${decodeURIComponent(new URL(request.url, "https://x.example").search.slice(1))}</style>
      <body><nav>Other things</nav><main><trust-center feed="${list.feed}" pin="${list.pin}"></trust-center></main>`,
    );
    return true;
  };
});

afterAll(() => list?.close());

const root = `document.querySelector("trust-center").shadowRoot`;

/** A page of fixed height that scrolls inside, and what the guide of embedding has it say of its paper. */
const scrolling = "html, body, main { block-size: 100vh; overflow: hidden } main { overflow: auto }";
const [grows = ""] = /@media print \{[\s\S]*?\n\}/.exec(await readFile(guide, "utf8")) ?? [];

/** What pages say of their own paper, and what they are laid out by. */
const pages = [
  "@media print { * { color: #000 !important; background: none !important; box-shadow: none !important } }",
  "@media print { a[href]::after { content: ' (' attr(href) ')' } * { float: none !important; position: static !important; width: auto !important } }",
  "@media print { body { columns: 2 } }",
  "@media print { body * { visibility: hidden } main, main * { visibility: visible } }",
  "@media print { body > :not(main) { display: none !important } * { break-inside: avoid; orphans: 9; widows: 9 } }",
  "@page { size: a4; margin: 0 } @media print { * { font-size: 6pt; line-height: 1 } }",
  "main { container-type: inline-size; max-width: 500px }",
  "body { display: flex; flex-direction: column; min-height: 100vh } main { display: grid }",
  "main { position: absolute }",
  "main { display: inline-block }",
  "main { contain: content }",
  scrolling + grows,
];

/** What was printed. */
interface Printed {
  /** Without white space. */
  text: string;
  /** Pages. */
  count: number;
  /** Colours that anything of the first page is filled with. */
  fills: readonly string[];
}

async function readPdf(bytes: Uint8Array): Promise<Printed> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const { text } = await extractText(pdf);
  const { OPS } = await getResolvedPDFJS();
  const { fnArray, argsArray } = await (await pdf.getPage(1)).getOperatorList();
  const fills = fnArray.flatMap((operator, at) => (operator === OPS.setFillRGBColor ? [String(argsArray[at])] : []));
  return { text: text.join("\n").replace(/\s+/g, ""), count: pdf.numPages, fills };
}

/** How far it is from each address in brackets to what stands before it on its line, read from right to left. */
async function gapsBeforeAddresses(bytes: Uint8Array): Promise<number[]> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes));
  const gaps: number[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    const words = items.flatMap((item) => ("str" in item && item.str.trim() ? [item] : []));
    for (const { str, transform, width } of words) {
      if (!str.trimStart().startsWith("(http")) continue;
      const end = transform[4] + width;
      const before = words.filter(
        (other) => Math.abs(other.transform[5] - transform[5]) < 3 && other.transform[4] > end - 2,
      );
      if (before.length > 0) gaps.push(Math.min(...before.map((other) => other.transform[4])) - end);
    }
  }
  return gaps;
}

// WebKitGTK's driver has no command to print (https://www.w3.org/TR/webdriver2/#print-page).
describe.each(["Chromium", "Firefox"] as const)("a file copy printed by %s", (name) => {
  const browser = usePage(name);
  let whole: Printed;

  async function print(css: string): Promise<Printed> {
    const { page } = browser;
    await page.open(new URL(`/paper?${encodeURIComponent(css)}`, demo.vendors[0]?.page).href);
    await page.until(`${root}.querySelector("trust-center-history .entry")`, 30);
    // What a browser's own command to print does: it tells the page, and prints what is there.
    await page.until(
      `dispatchEvent(new Event("beforeprint")) && ${root}.querySelector(".fold") && [...${root}.querySelectorAll(".fold:has(button)")].every((one) => one.querySelector(".prose"))`,
    );
    const pdf = (await page.print?.()) ?? new Uint8Array();
    return readPdf(pdf);
  }

  const missing = (text: string) =>
    [...marks].filter(([mark]) => !text.includes(mark)).map(([mark, path]) => `${mark} ${path}`);

  beforeAll(async () => {
    whole = await print("");
  });

  test("has every string of the list and of its policies, uncut", () => {
    expect(marks.size).toBeGreaterThan(200);
    expect(missing(whole.text)).toEqual([]);
  });

  test.each(pages)("is whole on a page that says %s", async (css) => {
    expect(missing((await print(css)).text)).toEqual([]);
  });

  test("is as wide as the paper where the page has columns", async () => {
    expect((await print("@media print { body { columns: 2 } }")).count).toBeLessThanOrEqual(whole.count + 1);
  });

  test("is on white where the page is dark and is printed so", async () => {
    const dark = "html { background: #112233; color: #eee; print-color-adjust: exact }";
    const { fills } = await print(dark);
    expect(fills).toContain("#112233");
    expect(fills).toContain("#ffffff");
  });

  test("has a space between a link's words and its address in brackets, whichever way is read", async () => {
    const { page } = browser;
    await page.open(new URL("/paper?", demo.vendors[0]?.page).href);
    await page.until(`${root}.querySelector("trust-center-history .entry")`, 30);
    await page.evaluate(`(document.querySelector("trust-center").lang = "ar")`);
    await page.until(`${root}.querySelector("[dir=rtl] trust-center-history .entry")`, 30);
    await page.until(`dispatchEvent(new Event("beforeprint")) && ${root}.querySelector(".details a[href^=http]")`, 30);
    const gaps = await gapsBeforeAddresses((await page.print?.()) ?? new Uint8Array());
    expect(gaps.length).toBeGreaterThan(1);
    expect(gaps.filter((gap) => gap < 1)).toEqual([]);
  });

  test("says what was verified: address, version, pin, hash, when, and where it was printed", async () => {
    for (const said of [list.feed, list.pin, "Version2", "/paper", "Verified:"]) expect(whole.text).toContain(said);
  });
});
