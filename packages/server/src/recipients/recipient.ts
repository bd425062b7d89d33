import { inSlices } from "../slices.ts";

/** Whom a customer's contract names for notices. */
export interface Recipient {
  /** The customer, as the vendor calls it. */
  customer: string;
  email: string;
  /** What the recipient is at the customer, such as `privacy`; may be empty. */
  role: string;
  /** BCP 47. Absent: the vendor's. */
  language: string | null;
  /** The id of a customer segment of the notice terms. */
  segment: string | null;
  /** Ids of the services that the customer uses, in order. None: all. */
  services: readonly string[];
  /** The vendor's name of the contract; may be empty. */
  contract: string;
  /** The contract's own notice period, as {@link readPeriod} takes it. Absent: what the vendor's terms say. */
  noticePeriod: string | null;
}

/** A customer's name as it is kept, however it was typed or pasted. */
export const customerName = (text: string): string => text.normalize("NFC").trim();

/** A text as it is searched for: without case and marks. */
export const searchForm = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** What two rows of one recipient can differ in. */
export const facts = ["email", "role", "language", "segment", "services", "contract", "noticePeriod"] as const;

/** A fact as one text, empty where there is none. */
export const factText = (recipient: Recipient, fact: (typeof facts)[number]): string =>
  fact === "services" ? recipient.services.join(" ") : (recipient[fact] ?? "");

export const differs = (one: Recipient, other: Recipient, fact: (typeof facts)[number]): boolean =>
  factText(one, fact) !== factText(other, fact);

/** What the rows of a file do to those that are kept. */
export interface Difference<Kept extends Recipient> {
  added: Recipient[];
  changed: { before: Kept; after: Recipient }[];
  /** Kept, and not in the file. */
  missing: Kept[];
  unchanged: number;
}

/**
 * Compares what is kept with what a file says.
 *
 * @param keyOf What makes two rows the same recipient's: customer and address.
 */
export async function differenceOf<Kept extends Recipient>(
  kept: readonly Kept[],
  wanted: readonly Recipient[],
  keyOf: (recipient: Recipient) => string,
): Promise<Difference<Kept>> {
  const left = new Map<string, Kept>();
  await inSlices(kept, (some) => {
    for (const one of some) left.set(keyOf(one), one);
  });
  const difference: Difference<Kept> = { added: [], changed: [], missing: [], unchanged: 0 };
  const compare = (after: Recipient) => {
    const key = keyOf(after);
    const before = left.get(key);
    left.delete(key);
    if (!before) difference.added.push(after);
    else if (facts.some((fact) => differs(before, after, fact))) difference.changed.push({ before, after });
    else difference.unchanged++;
  };
  await inSlices(wanted, (some) => some.forEach(compare));
  difference.missing = [...left.values()];
  return difference;
}
