import { expect, test } from "vitest";
import { useDemo } from "./demo.ts";
import { usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
/** No other engine tells what moved. */
const browser = usePage("Chromium");

/** Pixels of pages: phones, a tablet, and either side of where the layout turns. */
const widths = [280, 480, 900, 1280];

/** What moved since the page was opened, by how much, once two frames have passed in which nothing did. */
const moved = `new Promise((done) => {
  const found = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) found.push(value + " " + sources.map(({ node }) => node?.className ?? node?.nodeName));
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(found))), 200);
})`;

test.each(widths)("nothing moves while the page loads, %s pixels wide", async (width) => {
  for (const { page } of demo.vendors) {
    await browser.page.resize(width, 900);
    await browser.page.open(page);
    const widget = widgetOn(browser.page);
    await widget.see(".badge", "Verified");
    await widget.see("trust-center-history", "Change history");
    expect(await browser.page.evaluate(moved), page).toEqual([]);
  }
});
