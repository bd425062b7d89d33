import type { Feed } from "../document/feed.ts";
import type { LogEntry } from "../log/entry.ts";
import { record } from "./record.ts";
import { canonical } from "./same.ts";
import { advance, feedOf, type State, stateOf } from "./state.ts";

/** What was published of a list, from its first version on. */
export interface History {
  first: Feed;
  log: readonly LogEntry[];
}

/** The feed, rebuilt from its first version and its log alone: docs/specification, §11.5. */
export const replay = (first: Feed, log: readonly LogEntry[]): Feed => feedOf(replayed({ first, log }));

/** The state at the last entry of a log, with what has left as it was last. */
export function replayed({ first, log }: History): State {
  let state = stateOf(first);
  for (const entry of log) {
    const { version } = entry.feed;
    if (version === first.version) continue;
    if (version !== state.version) state = { ...advance(state, Date.parse(entry.at)), version };
    state = record(state, entry.change);
  }
  return state;
}

/** Whether two feeds say the same. The order of entries is no fact. */
export const saysTheSame = (a: Feed, b: Feed): boolean => formOf(a) === formOf(b);

function formOf(feed: Feed): string {
  const { facts, open, former, version, at } = stateOf(feed);
  const sorted = Object.entries(facts).map(([type, items]) => [type, items.map(canonical).sort()]);
  return canonical([version, at, sorted, open, former.map(canonical).sort()]);
}
