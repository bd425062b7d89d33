import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type Previewing, servePreview } from "../../packages/cli/src/preview/server.ts";
import { engineNames, usePage } from "./page.ts";

const example = fileURLToPath(new URL("../../examples/smartfense/", import.meta.url));
const mistake = "\nsubprocessor: []\n";

const ending = new AbortController();
let folder: string;
let whole: Previewing;
let broken: Previewing;

async function preview(name: string, more: string): Promise<Previewing> {
  const vendor = join(folder, name);
  await cp(example, vendor, { recursive: true });
  await appendFile(join(vendor, "trust-center.yaml"), more);
  return servePreview(vendor, { port: 0, script: inject("script"), now: Date.now, signal: ending.signal });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-preview-look-"));
  whole = await preview("whole", "");
  broken = await preview("broken", mistake);
});

afterAll(async () => {
  ending.abort();
  await whole?.close();
  await broken?.close();
  await rm(folder, { recursive: true, force: true });
});

/** How far the colour of an element is from the page's ground (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio). */
const contrastOf = (selector: string) => `(() => {
  const at = document.querySelector(${JSON.stringify(selector)});
  at.style.backgroundColor = "Canvas";
  const { color, backgroundColor } = getComputedStyle(at);
  const light = (text) => {
    const [red, green, blue] = text.match(/[\\d.]+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [more, less] = [light(color), light(backgroundColor)].sort((one, other) => other - one);
  return (more + 0.05) / (less + 0.05);
})()`;

describe.each(engineNames)("the preview in %s", (name) => {
  const open = usePage(name);

  test("the widget stands in the reader's theme, and in the font of the page", async () => {
    await open.page.open(whole.url);
    await open.page.until(`frames[0]?.document.querySelector("trust-center")?.shadowRoot?.querySelector(".badge")`);
    const styleOf = (root: string, property: string) =>
      open.page.evaluate<string>(`getComputedStyle(${root}.document.documentElement).${property}`);
    expect(await styleOf("frames[0]", "colorScheme")).toBe("light dark");
    expect(await styleOf("frames[0]", "fontFamily")).toBe(await styleOf("window", "fontFamily"));
  });

  test("what is wrong is read in both themes", async () => {
    await open.page.open(broken.url);
    for (const scheme of ["light", "dark"]) {
      await open.page.evaluate(`(document.documentElement.style.colorScheme = "${scheme}")`);
      expect(await open.page.evaluate<number>(contrastOf(".bad"))).toBeGreaterThanOrEqual(4.5);
    }
  });
});
