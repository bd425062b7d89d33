import type { FeedContent, Group, Subprocessor } from "@trust-center/feed";

const shared = [
  "purposes",
  "dataCategories",
  "dataSubjects",
  "locations",
  "transferMechanisms",
  "safeguards",
  "retention",
  "services",
] as const;

/** An entry with the facts that its groups state for all of their members, where it does not say otherwise. */
export function withGroupFacts(entry: Subprocessor, groups: readonly Group[] | undefined): Subprocessor {
  const own = (groups ?? []).filter(({ id, common }) => common && entry.groups?.includes(id));
  const facts: Partial<Subprocessor> = {};
  for (const name of shared) {
    const stated = own.find(({ common }) => common?.[name] !== undefined)?.common?.[name];
    if (entry[name] === undefined && stated !== undefined) Object.assign(facts, { [name]: stated });
  }
  return { ...entry, ...facts };
}

/** Whether an entry processes personal data on the customer's behalf, or the publisher says nothing else of it. */
export const isProcessor = ({ role }: Pick<Subprocessor, "role">): boolean =>
  role === undefined || role === "sub-processor" || role === "affiliate";

/** Entries that a reader of today meets. */
export const currentEntries = (content: FeedContent): [Subprocessor, number][] =>
  content.subprocessors
    .map((entry, at): [Subprocessor, number] => [entry, at])
    .filter(([{ status }]) => status !== "former");
