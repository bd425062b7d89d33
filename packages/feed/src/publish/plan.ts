import { type Difference, diffFeeds } from "../diff/diff.ts";
import { matchSubprocessors } from "../diff/match.ts";
import type { Change } from "../document/change.ts";
import { toInstant } from "../document/date.ts";
import type { Feed, FeedContent } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { needsNotice, schedule } from "../notice/schedule.ts";

/** The next version of a feed, and the changes that led to it; none where nothing changed. */
export interface Plan {
  feed: Feed;
  changes: Change[];
}

/**
 * Plans the next version: completes the content with what time and earlier versions say of it, compares it with the
 * version published, and dates each change by the notice terms.
 *
 * @param now Milliseconds since 1970.
 */
export function planVersion(content: FeedContent, previous: Feed | undefined, now: number): Plan {
  const version = (previous?.version ?? 0) + 1;
  const completed = previous ? continueEntries(content, previous, now) : content;
  const differences = previous ? diffFeeds(previous, completed) : firstDifferences(completed);
  const changes = differences.map((difference, at) => dateChange(difference, `${version}.${at + 1}`, completed, now));
  if (previous && changes.length === 0) return { feed: previous, changes };
  const upcoming = [...stillUpcoming(previous, completed, now), ...changes.filter((change) => isAhead(change, now))];
  const feed: Feed = {
    type: "feed",
    format: 1,
    version,
    published: toInstant(now),
    ...completed,
    subprocessors: completed.subprocessors.map((entry) => markPlanned(entry, upcoming)),
    ...(upcoming.length > 0 && { upcoming }),
  };
  return { feed, changes };
}

const isAhead = (change: Change, now: number) => Date.parse(change.effective) > now;

/** Carries over what publishing itself had filled in, keeps removed entries as former ones, lets planned ones start. */
function continueEntries(content: FeedContent, previous: Feed, now: number): FeedContent {
  const { pairs, removed } = matchSubprocessors(previous.subprocessors, content.subprocessors);
  const before = new Map(pairs.map(([a, b]) => [b, a]));
  const former = removed
    .filter((entry) => entry.status !== "planned")
    .map((entry) => retire(entry, content, previous, now));
  return {
    ...content,
    subprocessors: [
      ...content.subprocessors.map((entry) => continueEntry(entry, before.get(entry), previous, now)),
      ...former,
    ],
  };
}

function continueEntry(entry: Subprocessor, before: Subprocessor | undefined, previous: Feed, now: number) {
  if (!before) return entry;
  const change = previous.upcoming?.find(({ subject }) => subject.type === "subprocessor" && subject.id === before.id);
  const carried = { ...pick(before, ["since", "announced", "effective"]), ...entry };
  if (!change || (entry.status !== undefined && entry.status !== "planned")) return carried;
  if (isAhead(change, now)) return { ...carried, status: "planned" as const };
  return { ...carried, status: "active" as const, since: entry.since ?? change.effective.slice(0, 10) };
}

/** An entry that left the vendor's file: gone at once, or in use until what replaces it may start. */
function retire(entry: Subprocessor, content: FeedContent, previous: Feed, now: number): Subprocessor {
  if (entry.status === "former") return entry;
  const heir = content.subprocessors.find((other) => other.replaces?.includes(entry.id));
  if (heir && !hasStarted(heir, content, previous, now)) return { ...entry, status: "sunset", replacedBy: heir.id };
  return { ...entry, status: "former", until: toInstant(now).slice(0, 10), ...(heir && { replacedBy: heir.id }) };
}

/** Whether a replacement is in use already, and not announced alone. */
function hasStarted(heir: Subprocessor, content: FeedContent, previous: Feed, now: number): boolean {
  const change = previous.upcoming?.find(({ subject }) => subject.id === heir.id);
  if (change) return !isAhead(change, now);
  const isNew = !previous.subprocessors.some(({ id }) => id === heir.id);
  return !(isNew && needsNotice("replaced", content.noticeTerms) && isProcessor(heir));
}

/** A first version discloses the list as a whole; what it already announces gets its own window. */
function firstDifferences(content: FeedContent): Difference[] {
  const planned = content.subprocessors.filter(({ status }) => status === "planned");
  return [
    { kind: "initial", subject: { type: "all" } },
    ...planned.map(({ id, name }): Difference => ({ kind: "added", subject: { type: "subprocessor", id }, name })),
  ];
}

function dateChange(difference: Difference, id: string, content: FeedContent, now: number): Change {
  const entry = content.subprocessors.find((entry) => entry.id === difference.subject.id);
  const summary = entry?.reason;
  const base = { id, ...difference, ...(summary !== undefined && { summary }) };
  const { noticeTerms } = content;
  if (noticeTerms && needsNotice(difference.kind, noticeTerms) && isProcessor(entry)) {
    return { ...base, material: true, ...schedule(now, noticeTerms, effectiveOf(entry)) };
  }
  return { ...base, announced: toInstant(now), effective: toInstant(now) };
}

/** Entries of another role are listed for completeness: nobody can object to them. */
const isProcessor = (entry: Subprocessor | undefined) =>
  entry?.role === undefined || entry.role === "sub-processor" || entry.role === "affiliate";

function effectiveOf(entry: Subprocessor | undefined): number | undefined {
  const wanted = entry?.effective;
  const at = typeof wanted === "string" ? Date.parse(wanted) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** Changes announced earlier whose day has not come and whose subject is still planned. */
function stillUpcoming(previous: Feed | undefined, content: FeedContent, now: number): Change[] {
  return (previous?.upcoming ?? []).filter(
    (change) =>
      isAhead(change, now) &&
      (change.subject.type !== "subprocessor" ||
        content.subprocessors.some(
          ({ id, status }) => id === change.subject.id && (status ?? "planned") === "planned",
        )),
  );
}

function markPlanned(entry: Subprocessor, upcoming: readonly Change[]): Subprocessor {
  const change = upcoming.find(
    ({ kind, subject }) => subject.id === entry.id && (kind === "added" || kind === "replaced" || kind === "restored"),
  );
  if (!change) return entry;
  return {
    ...entry,
    status: "planned",
    announced: change.announced.slice(0, 10),
    effective: change.effective.slice(0, 10),
  };
}

function pick<T extends object, K extends keyof T>(value: T, names: readonly K[]): Partial<Pick<T, K>> {
  return Object.fromEntries(
    names.filter((name) => value[name] !== undefined).map((name) => [name, value[name]]),
  ) as Partial<Pick<T, K>>;
}
