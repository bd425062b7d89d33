import type { FeedContent } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import type { TrustCenterElement } from "../element/trust-center.ts";
import { find, findAll, settled, sized, until } from "./mount.ts";
import { type ServedVendor, serveVendor } from "./served-vendor.ts";

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
      // As many as get a search and filters.
      ...["five", "six", "seven", "eight"].map((id) => ({ id, name: id, purposes: ["Mail"] })),
    ],
    ...more,
  });

/** Published with a change whose window is open. */
export async function vendorWithChange(): Promise<ServedVendor> {
  const vendor = await serveVendor(full());
  const { subprocessors } = full();
  const [first, ...rest] = subprocessors;
  const moved = { ...first, locations: [{ country: "DE" }, { country: "SG" }] } as (typeof subprocessors)[number];
  await vendor.publishNow(full({ subprocessors: [moved, ...rest, { id: "four", name: "Four", purposes: ["Mail"] }] }));
  return vendor;
}

/** Opens all that opens: what was checked, details, sections, both forms. */
export async function openAll(element: TrustCenterElement): Promise<void> {
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
