import type { Group, Subprocessor } from "@trust-center/feed";

/** An entry with the facts that its groups state for all of their members, where it does not say otherwise. */
export function withGroupFacts(entry: Subprocessor, groups: readonly Group[] | undefined): Subprocessor {
  const shared = (groups ?? []).filter(({ id }) => entry.groups?.includes(id)).map(({ common }) => common);
  // The first group that states a fact goes before the others, and the entry before them all.
  return Object.assign({}, ...shared.reverse(), withoutGaps(entry));
}

const withoutGaps = (entry: Subprocessor) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
