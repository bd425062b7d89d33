import { expect } from "@open-wc/testing";
import { directionOf, languageTags } from "@trust-center/reading";
import type { TrustCenterElement } from "../element/trust-center.ts";
import { find, findAll, mount, sized } from "../testing/mount.ts";
import type { ServedVendor } from "../testing/served-vendor.ts";
import { openAll, vendorWithChange } from "../testing/whole-list.ts";

/** Pixels: a very small telephone, a small one, and where filters stand beside each other, less the margins of a page. */
const widths = [256, 312, 1100];

/** Elements that are wider than their place, or that cut their text, each by tag, class and words. */
function overflowing(element: TrustCenterElement): string[] {
  const frame = element.getBoundingClientRect();
  // Marks of lists stand in the padding of their lists, but count as what sticks out of their entries.
  const unmarked = new CSSStyleSheet();
  unmarked.replaceSync("li { list-style: none }");
  element.shadowRoot?.adoptedStyleSheets.push(unmarked);
  return findAll(element, "*")
    .filter((inner) => {
      const box = inner.getBoundingClientRect();
      // Not shown, or for screen readers alone.
      // The word of today stands around its mark, and may stand a little out of the narrowest axis.
      if (inner.matches(".today") && frame.width < 300) return false;
      if (!inner.checkVisibility() || box.width <= 1 || box.height <= 1 || inner instanceof HTMLOptionElement)
        return false;
      const { overflowX, display } = getComputedStyle(inner);
      if (["auto", "scroll"].includes(overflowX)) return false;
      const isOutside = box.right > frame.right + 1 || box.left < frame.left - 1;
      // What stands in a line has no width of its own.
      return isOutside || (display !== "inline" && inner.scrollWidth > inner.clientWidth + 1 && inner.clientWidth > 1);
    })
    .map(
      (inner) =>
        `${inner.localName}.${inner.className} ${inner.scrollWidth}/${inner.clientWidth}: ${inner.textContent.trim().slice(0, 60)}`,
    );
}

describe("every language", () => {
  let vendor: ServedVendor;
  before(async () => {
    vendor = await vendorWithChange();
  });

  // Words are as long in each engine: one tries them all, the others the longest, and each way of writing.
  const tried = /Chrome/.test(navigator.userAgent) ? languageTags : ["de", "fi", "ga", "ar", "he", "hi", "ja", "uk"];
  for (const tag of tried) {
    it(`${tag}: is spoken throughout, in its direction, and fits any width with all open`, async () => {
      const element = await mount(vendor, { lang: tag });
      await openAll(element);
      const root = find(element, ".root");
      expect(root.lang).to.equal(tag);
      expect(getComputedStyle(root).direction).to.equal(directionOf(tag));
      if (tag !== "en") expect(root.textContent).not.to.match(/Sub-processors|Verified|File objection|Change history/);
      for (const width of widths) {
        element.style.width = `${width}px`;
        await sized(element);
        await sized(element);
        expect(overflowing(element), String(width)).to.deep.equal([]);
        // Fractions of a pixel are rounded up.
        expect(element.scrollWidth).to.be.at.most(element.clientWidth + 1);
      }
    }).timeout(60_000);
  }
});
