import type { Feed, Former } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { type Item, withGroupFacts } from "./group-facts.ts";
import type { Standings } from "./standing.ts";

/**
 * What stands in a list that announces nothing, whenever it is read: `standingsAt` for those who do without the change
 * model until something is announced.
 */
export const settledStandings = ({ subprocessors, groups, former }: Feed): Standings => ({
  entries: subprocessors.map((entry) => ({
    entry: withGroupFacts(entry as unknown as Item, groups as Item[] | undefined) as unknown as Subprocessor,
    status: "active",
    changes: [],
  })),
  open: [],
  former: whoLeft(former),
});

/** Entries that have left, the last first. One that goes on under another id has not. */
export const whoLeft = (former: readonly Former[] = []): Former[] =>
  former.filter(({ type, now }) => type === "subprocessor" && now === undefined).reverse();
