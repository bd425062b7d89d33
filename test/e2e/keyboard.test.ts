import { describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import type { Page } from "../browsers/page.ts";
import { useDemo } from "./demo.ts";
import { engineNames, usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
const root = `document.querySelector("trust-center").shadowRoot`;

/** What a walk over the page finds: asked in the page. */
const walking = `(() => {
  const root = ${root};
  const isSeen = (element) => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const name = (element) =>
    [element.localName, element.type, element.className, (element.innerText || element.ariaLabel || element.id || "").trim().slice(0, 40)].join(" ");
  // Where the focus comes from, and where it goes.
  document.body.prepend(Object.assign(document.createElement("button"), { id: "before" }));
  document.body.append(document.createElement("button"));
  window.reachable = () =>
    [...root.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((element) => element.tabIndex >= 0 && !element.disabled && isSeen(element)).map(name);
  window.focused = () => {
    const element = root.activeElement;
    if (!element) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const isMarked = outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
    // Of a date each part is a stop, which the browser marks and scrolls to itself.
    return { name: name(element), isSeen: element.type === "date" || (isMarked && box.bottom > 0 && box.top < innerHeight) };
  };
  return true;
})()`;

interface Stop {
  name: string;
  isSeen: boolean;
}

/** Every stop of the Tab key within the widget, from its beginning to where the focus leaves it. */
async function walk(page: Page, most: number): Promise<Stop[]> {
  await page.evaluate(`document.querySelector("#before").focus() ?? true`);
  const stops: Stop[] = [];
  do await page.press("Tab");
  while (!(await page.evaluate(`document.activeElement.localName === "trust-center"`)));
  for (let pressed = 0; pressed < most + 5; pressed++) {
    // Some engines scroll a moment later.
    await page.until("focused()?.isSeen !== false", 10).catch(() => {});
    const stop = await page.evaluate<Stop | null>("focused()");
    if (!stop) break;
    // Some engines stop at what scrolls.
    if (!stop.name.startsWith("div")) stops.push(stop);
    await page.press("Tab");
  }
  return stops;
}

describe.each(engineNames)("with the keyboard alone, in %s", (name) => {
  const browser = usePage(name);
  const open = async (vendor: number) => {
    const { page } = browser;
    await page.resize(1280, 900);
    await page.open((demo.vendors[vendor] as DemoVendor).page);
    await widgetOn(page).see("trust-center-history .entry", "");
    await page.evaluate(walking);
    return page;
  };

  /** A date field has a stop for each of its parts. */
  const once = (names: readonly string[]) => names.filter((name, at) => name !== names[at - 1]);

  test("everything that can be used is reached, in the order in which it stands, and each stop is seen", async () => {
    const page = await open(1);
    await page.evaluate(
      `${root}.querySelectorAll("button.open, .fold-head, .change .object, button.subscribe, .badge").forEach((button) => button.click()) ?? true`,
    );
    await widgetOn(page).see("trust-center-objection form", "");
    await widgetOn(page).see("trust-center-subscribe form", "");
    await widgetOn(page).seeInEach(".fold-body", ".prose");
    const wanted = await page.evaluate<string[]>("reachable()");
    const stops = await walk(page, 2 * wanted.length);
    expect(wanted.length).toBeGreaterThan(100);
    expect(once(stops.map(({ name }) => name))).toEqual(once(wanted));
    expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
  });

  test("a row opens by Enter and by the space bar, closes by Escape, and the focus is back where it was", async () => {
    const page = await open(0);
    const widget = widgetOn(page);
    for (const key of ["Enter", " "] as const) {
      await page.evaluate(`${root}.querySelector("button.open").focus() ?? true`);
      await page.press(key);
      await widget.see(".details-row", "");
      await page.press("Tab");
      await page.press("Escape");
      await page.until(`${root}.querySelector(".details-row") === null`);
      expect(await page.evaluate(`${root}.activeElement.matches("button.open")`)).toBe(true);
    }
  });

  test("a form opens where its button is, says what it misses, and has the focus there", async () => {
    const page = await open(1);
    await page.evaluate(`${root}.querySelector(".change .object").focus() ?? true`);
    await page.press("Enter");
    await page.until(`${root}.activeElement?.closest("trust-center-objection")`);
    await page.press("Tab");
    await page.press("Enter");
    await page.until(`${root}.activeElement?.getAttribute("aria-invalid") === "true"`);
    expect(await page.evaluate(`${root}.activeElement.name`)).toBe("name");
  });
});
