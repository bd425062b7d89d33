import { type FeedContent, isProcessorRole, withGroupFacts } from "@trust-center/feed";
import type { Asker } from "@trust-center/reading";

/** One thing to look for: whether it is there, and what to say where it is not. */
export interface Rule<T> {
  /** The member of the format that says it. */
  field: string;
  missing: string;
  source: string;
  fix: string;
  present(value: T, content: FeedContent): boolean;
}

/** What one asker asks of the list, of each service, and of each entry that the notice terms speak of. */
export interface Asked {
  asker: Asker;
  content: readonly Rule<FeedContent>[];
  services: readonly Rule<Service>[];
  entries: readonly Rule<Subprocessor>[];
}

/** The rules that something does not meet. */
export const unmet = <T>(rules: readonly Rule<T>[], value: T, content: FeedContent): Rule<T>[] =>
  rules.filter((rule) => !rule.present(value, content));

/** Likewise of an entry, with what its group states for it: nothing is asked of whom the notice terms do not speak of. */
export const missingOf = (rules: readonly Rule<Subprocessor>[], entry: Subprocessor, content: FeedContent) =>
  isProcessorRole(entry.role) ? unmet(rules, withGroupFacts(entry, content.groups), content) : [];

export type Service = NonNullable<FeedContent["services"]>[number];
export type Subprocessor = FeedContent["subprocessors"][number];

export const hasText = (value: unknown): boolean =>
  typeof value === "string"
    ? value.trim() !== ""
    : value !== null && value !== undefined && Object.values(value).some(hasText);
