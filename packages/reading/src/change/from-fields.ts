import type { Change, Difference, Subprocessor } from "@trust-center/feed";
import type { Atom, ReadableChange, ReadableContent } from "./shape.ts";

const arrivals: ReadonlySet<string> = new Set(["added", "replaced", "restored"]);

/**
 * What a change of the log, or a difference of two lists, does: an arrival puts its entry, anything else sets members.
 *
 * @param entry The entry that the change is about, where it is at hand.
 */
export function contentOf(change: Change | Difference, entry?: Subprocessor): ReadableContent {
  const { kind, subject, name, fields = [], replaces = [] } = change;
  const { type, id } = subject;
  const dropped = replaces.map((old): Atom => ({ op: "drop", type, id: old }));
  const set = fields.flatMap(({ field, before, after }): Atom[] => {
    const whole = wholes[field];
    return whole ? membersThatDiffer(whole, before, after) : [{ op: "set", type, id, field, before, after }];
  });
  const put: Atom[] = entry && arrivals.has(kind) ? [{ op: "put", type, item: entry }] : set;
  return { kind, subject, name, content: [...put, ...dropped] };
}

/** Members of the list that differences hold whole, by what they are called. */
const wholes: Readonly<Record<string, string>> = { noticeTerms: "terms", publisher: "publisher" };

function membersThatDiffer(type: string, before: unknown, after: unknown): Atom[] {
  const [then, now] = [before ?? {}, after ?? {}] as [Members, Members];
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((field) => JSON.stringify(then[field]) !== JSON.stringify(now[field]))
    .map((field) => ({ op: "set", type, field, before: then[field], after: now[field] }));
}

type Members = Readonly<Record<string, unknown>>;

/** The same with its dates. */
export const readable = (change: Change, entry?: Subprocessor): ReadableChange => ({
  ...contentOf(change, entry),
  announced: change.announced,
  effective: change.effective,
  window: change.objection,
  reason: change.summary,
});
