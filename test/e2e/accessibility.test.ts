import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { engines, type Page } from "../browsers/page.ts";
import { useDemo } from "./demo.ts";
import { engineNames, usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const demo = useDemo();

/** What axe finds on a page: rule and place. */
async function findings(page: Page): Promise<string[]> {
  const source = await readFile(axe, "utf8");
  // Evaluated by the driver, not by the page: its content security policy stays as it is.
  await page.evaluate(`(() => { ${source}\n; return true })()`);
  await page.evaluate(
    `(() => { window.found = undefined; axe.run(document, { resultTypes: ["violations"] }).then((result) => { window.found = result.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + JSON.stringify(target) + " " + failureSummary)) }); return true })()`,
  );
  await page.until("window.found", 60);
  return page.evaluate<string[]>("window.found");
}

/** Opens everything on a vendor's page that opens. */
async function openAll(page: Page): Promise<void> {
  const widget = widgetOn(page);
  await widget.see("trust-center-history", "");
  await widget.press(".badge");
  await widget.press("button.subscribe");
  await page.evaluate(
    `document.querySelector("trust-center").shadowRoot.querySelectorAll("button.open, .fold-head, .change .object, .past-tools .btn").forEach((button) => button.click())`,
  );
  await widget.see("trust-center-objection form", "");
  await widget.see("trust-center-subscribe form", "");
  await widget.seeInEach(".fold-body", ".prose");
  await widget.see(".history", "");
}

/** Whether the page's text is light, as the widget has it. */
const ink = `document.querySelector("trust-center").shadowRoot.querySelector(".root").dataset.ink`;

describe.each(engineNames)("axe in %s", (name) => {
  const browser = usePage(name);

  test.each([0, 1])(
    "finds nothing on page %i, closed and with everything open, wide and narrow, light and dark",
    async (at) => {
      const { page } = browser;
      const vendor = demo.vendors[at] as DemoVendor;
      await page.resize(1280, 900);
      await page.open(vendor.page);
      await widgetOn(page).see(".badge", "Verified");
      await widgetOn(page).see("trust-center-history", "");
      expect(await findings(page)).toEqual([]);
      await openAll(page);
      // What axe looks at is the same in each engine, but for colours: `pnpm attacks` looks at all in all.
      const isWhole = name === "Chromium" || process.env.ENGINES === "all";
      for (const width of isWhole ? [1280, 360] : [360]) {
        await page.resize(width, 900);
        for (const scheme of isWhole ? ["light", "dark"] : ["dark"]) {
          // light-dark() follows the page's own color-scheme.
          await page.evaluate(`(document.documentElement.style.colorScheme = ${JSON.stringify(scheme)})`);
          // The widget learns of a page's theme a moment later.
          await page.until(`${ink} === "${scheme === "dark" ? "light" : "dark"}"`);
          expect({ width, scheme, found: await findings(page) }).toEqual({ width, scheme, found: [] });
        }
      }
    },
  );

  test("finds nothing on the service's own pages", async () => {
    const { page } = browser;
    const vendor = demo.vendors[0] as DemoVendor;
    for (const path of ["subscriptions/confirm?token=none", "subscriptions/leave?token=none"]) {
      await page.open(new URL(`trust-center/${path}`, vendor.page).href);
      expect({ path, found: await findings(page) }).toEqual({ path, found: [] });
    }
  });
});

test("nothing scrolls sideways at 360, 768 and 1280 pixels, whatever is open", async () => {
  const engine = await engines.Chromium();
  const page = await engine.page();
  try {
    for (const vendor of demo.vendors) {
      await page.open(vendor.page);
      await openAll(page);
      for (const width of [360, 768, 1280]) {
        await page.resize(width, 900);
        // What is measured to be placed is placed in the frame after the one that has the new width.
        for (let frame = 0; frame < 3; frame++) await page.evaluate("new Promise(requestAnimationFrame)");
        expect(
          await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          `${vendor.name} at ${width}`,
        ).toBeLessThanOrEqual(0);
      }
    }
  } finally {
    await page.close();
    await engine.close();
  }
});
