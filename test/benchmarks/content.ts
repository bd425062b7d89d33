import type { FeedContent, Subprocessor } from "@trust-center/feed";
import { type MockVendor, mockContent, mockVendor } from "@trust-center/feed/mock";

/** The columns of every table measured here. */
export const columns = [
  "name",
  "purposes",
  "locations",
  "transferMechanisms",
  "since",
  "dataCategories",
  "legalEntity",
  "retention",
] as const;

/** Rows of the longest published list that was found, of a page of the widget's table, and of the stress case. */
export const sizes = [44, 1000, 10_000] as const;

/** The letter typed into the search. It occurs in a third of the names and nowhere else in an entry. */
export const letter = "z";

const firsts = ["Nordlicht", "Zentral", "Harbour", "Atlas", "Brezza", "Pioneer", "Cobalt", "Meridian", "Horizon"];
const countries = ["DE", "US", "IE", "FR", "SE", "NL", "GB"];
const purposes = [
  "Hosting of the application and its databases",
  "Sending of transactional e-mail to users and administrators",
  "Support tickets",
  "Monitoring, logging and alerting",
];

/** One entry. Neighbours differ in every column, and the order of names is not the order of entries. */
function entry(at: number, size: number): Subprocessor {
  // 7919 is prime to every size here: a permutation.
  const number = String((at * 7919) % size).padStart(5, "0");
  const name = `${firsts[at % firsts.length]} Systems ${number}`;
  return {
    id: `entry-${at}`,
    name,
    groups: ["infrastructure"],
    legalEntity: { name: `${name} Limited` },
    purposes: [purposes[at % purposes.length] as string],
    locations: [{ country: countries[at % countries.length] as string, region: `region-${at % 13}` }],
    transferMechanisms: [{ type: "dpf" }, { type: "scc", modules: [2, 3], fallback: true }],
    since: `20${10 + (at % 16)}-0${1 + (at % 9)}-15`,
    dataCategories: [{ items: ["Account data", `Usage data of kind ${at % 19}`, "IP addresses"] }],
    retention: `${30 + (at % 11) * 30} days after the end of the contract`,
    links: [{ type: "privacy", url: `https://vendor-${at}.example/privacy` }],
  };
}

/** A list whose one group has the eight columns. */
export function contentOf(size: number): FeedContent {
  return mockContent({
    groups: [
      { id: "infrastructure", title: "Infrastructure", columns: columns.map((field) => ({ field, label: field })) },
    ],
    subprocessors: Array.from({ length: size }, (_, at) => entry(at, size)),
  });
}

/** A list of this many entries, published an hour ago. */
export async function publish(address: string, size: number): Promise<MockVendor> {
  const now = Date.now() - 60 * 60 * 1000;
  const vendor = await mockVendor(address, now);
  await vendor.publish(contentOf(size), now);
  return vendor;
}

/** Names in the order in which a table must show them: all, those with the letter, sorted. */
export function expectedNames(size: number): Record<"all" | "filtered" | "sorted", string[]> {
  const all = contentOf(size).subprocessors.map(({ name }) => String(name));
  return {
    all,
    filtered: all.filter((name) => name.toLowerCase().includes(letter)),
    sorted: [...all].sort((a, b) => (a < b ? -1 : 1)),
  };
}
