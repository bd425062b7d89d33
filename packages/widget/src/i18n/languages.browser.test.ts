import { expect } from "@open-wc/testing";
import type { FeedContent } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { directionOf, languageTags } from "@trust-center/reading";
import type { TrustCenterElement } from "../element/trust-center.ts";
import { find, findAll, mount, settled, sized, until } from "../testing/mount.ts";
import { type ServedVendor, serveVendor } from "../testing/served-vendor.ts";

/** Pixels: a small telephone, less the margins of its page. */
const narrow = 312;

/** A list that has most words there are: every mechanism, kinds of places, details, terms, a change under way. */
const full = (more: Partial<FeedContent> = {}): FeedContent =>
  mockContent({
    service: `${location.origin}/service/`,
    noticeTerms: {
      noticePeriod: "P30D",
      objectionPeriod: "P14D",
      silence: "accepted",
      appliesTo: ["added", "replaced", "location", "transfer-mechanism"],
      objection: { groundsRequired: true },
    } as NonNullable<FeedContent["noticeTerms"]>,
    groups: [],
    subprocessors: [
      {
        id: "cloud-one",
        name: "Cloud One",
        purposes: ["Hosting"],
        role: "sub-processor",
        legalEntity: { name: "Cloud One GmbH", country: "DE", registration: "HRB 1" },
        dataCategories: [{ source: "Customer data", items: [{ text: "Names" }] }],
        locations: [{ country: "DE" }, { country: "US" }],
        transferMechanisms: [
          { type: "adequacy" },
          { type: "scc", modules: [2, 3], fallback: true },
          { type: "bcr" },
          { type: "uk-idta" },
          { type: "uk-addendum" },
          { type: "code-of-conduct" },
          { type: "certification" },
          { type: "derogation" },
        ],
        since: "2024-12-01",
      },
      {
        id: "two",
        name: "Two",
        purposes: ["Support"],
        locations: [{ country: "US" }],
        transferMechanisms: [{ type: "not-required" }],
      },
      { id: "three", name: "Three", purposes: ["Mail"] },
    ],
    ...more,
  });

/** Published with a change whose window is open. */
async function vendorWithChange(): Promise<ServedVendor> {
  const vendor = await serveVendor(full());
  const { subprocessors } = full();
  const [first, ...rest] = subprocessors;
  const moved = { ...first, locations: [{ country: "DE" }, { country: "SG" }] } as (typeof subprocessors)[number];
  await vendor.publishNow(full({ subprocessors: [moved, ...rest, { id: "four", name: "Four", purposes: ["Mail"] }] }));
  return vendor;
}

/** Opens all that opens: what was checked, details, sections, both forms. */
async function openAll(element: TrustCenterElement): Promise<void> {
  await settled(element);
  find(element, ".badge").click();
  find(element, "button.open").click();
  for (const head of findAll(element, ".fold-head[aria-expanded=false]")) head.click();
  find(element, "button.subscribe").click();
  await until(() => findAll(element, "trust-center-subscribe form").length === 1);
  find(element, ".change .object").click();
  await until(() => findAll(element, "trust-center-objection form").length === 1);
  await element.updateComplete;
  // What is measured to be placed is placed in a further frame, and can be measured anew in the next.
  await sized(element);
  await sized(element);
}

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
      if (box.width <= 1 || box.height <= 1 || inner instanceof HTMLOptionElement) return false;
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
    it(`${tag}: is spoken throughout, in its direction, and fits ${narrow} pixels with all open`, async () => {
      const element = await mount(vendor, { lang: tag });
      element.style.width = `${narrow}px`;
      await openAll(element);
      const root = find(element, ".root");
      expect(root.lang).to.equal(tag);
      expect(getComputedStyle(root).direction).to.equal(directionOf(tag));
      if (tag !== "en") expect(root.textContent).not.to.match(/Sub-processors|Verified|File objection|Change history/);
      expect(overflowing(element)).to.deep.equal([]);
      // Fractions of a pixel are rounded up.
      expect(element.scrollWidth).to.be.at.most(element.clientWidth + 1);
    }).timeout(60_000);
  }
});
