import { type Change, type Fault, type Feed, faults, type LogEntry, toInstant } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { againstLast, changedKeys, datesOf, keysOf, movedWindows } from "./against.ts";
import type { Dated } from "./dated.ts";
import { type Finding, inOrder } from "./finding.ts";
import type { WatchMemory } from "./memory.ts";
import { windowsOf } from "./open.ts";
import type { Since } from "./since.ts";

/** What there is to tell, and what will have been told then. */
export interface Derived {
  findings: Finding[];
  told: WatchMemory;
}

/** What a look is compared with. */
export interface Comparison {
  before: WatchMemory | undefined;
  /** What was published since; undefined where nothing was. */
  since: Since | undefined;
  /** Since when open changes are known to have been public. */
  dated: Dated;
  /** Milliseconds since 1970. */
  now: number;
  /** Milliseconds. */
  warnBefore: number;
}

/** Compares a verified center with what was told of it before. */
export function derive(center: TrustCenter, { before, since, dated, now, warnBefore }: Comparison): Derived {
  const { open = [] } = center.feed;
  const log = newEntries(center, before);
  const effective = announcedIn(center.feed).filter(
    ({ effective }) => effective !== null && Date.parse(effective) <= now,
  );
  const closing = open.flatMap((change) => closingWindows(change, now, warnBefore));
  const expires = nearExpiry(center, now, warnBefore);
  const moved = successorOf(center);
  const findings: Finding[] = [
    ...log,
    ...(since ? againstLast(center, since, now) : []),
    ...movedWindows(center.feed, before, since),
    ...changedKeys(center, before),
    ...(before?.size === undefined ? [] : [...(since?.came ?? []), ...effective])
      .filter(({ id }) => !before?.effective.includes(id))
      .map((change): Finding => ({ kind: "effective", change, effective: change.effective ?? "" })),
    ...closing.filter(({ id }) => !before?.deadlines.includes(id)).map(({ finding }) => finding),
    ...(expires !== undefined && expires !== before?.expiring ? [{ kind: "expiring", expires } as const] : []),
    ...(moved && JSON.stringify(moved) !== before?.moved ? [{ kind: "moved", successor: moved } as const] : []),
  ];
  // What is no longer open cannot be told again.
  const ids = new Set(open.map(({ id }) => id));
  const size = center.history?.length ?? before?.size;
  const told: WatchMemory = {
    format: 1,
    at: toInstant(now),
    ...(size !== undefined && { size }),
    effective: effective.map(({ id }) => id),
    deadlines: [
      ...(before?.deadlines ?? []).filter((id) => ids.has(id.split("#")[0] ?? "")),
      ...closing.map(({ id }) => id).filter((id) => !before?.deadlines.includes(id)),
    ],
    open: Object.fromEntries(open.map((change) => [change.id, datesOf(change)])),
    public: Object.fromEntries(Object.entries(dated).map(([id, since]) => [id, { ...since }])),
    keys: keysOf(center.head.root),
    ...((expires ?? before?.expiring) !== undefined && { expiring: expires ?? before?.expiring }),
    ...((moved || before?.moved) && { moved: moved ? JSON.stringify(moved) : before?.moved }),
  };
  return { findings: inOrder(findings), told };
}

function newEntries(center: TrustCenter, before: WatchMemory | undefined): Finding[] {
  const { feed, history } = center;
  if (!history) return [];
  const known = before?.size;
  // A memory that is longer than a verified history is of another feed: whoever started again from the pin.
  if (known === undefined || known > history.length) {
    const planned = announcedIn(feed).map(plannedFinding);
    const held = (center.faults ?? []).map(faultFinding);
    return [{ kind: "first-look", version: feed.version, entries: history.length }, ...planned, ...held];
  }
  const entries = history.slice(known);
  const ids = new Set(entries.map(({ change }) => change.id));
  const held = (center.faults ?? []).filter(({ change }) => ids.has(change));
  return [...entries.flatMap((entry) => entryFindings(entry)), ...held.map(faultFinding)];
}

const faultFinding = ({ change, fault }: Fault): Finding => ({ kind: "fault", change, fault, message: faults[fault] });

/** Changes of a feed that were not in effect when it was published. */
const announcedIn = ({ open = [], published }: Feed): Change[] =>
  open.filter(({ effective }) => effective === null || effective > published);

function entryFindings({ at, feed, change }: LogEntry): Finding[] {
  const found: Finding = { kind: "change", at, version: feed.version, change };
  // What only touches another change says nothing new that is to come.
  const plans = change.mode !== "withdrawal" && (change.effective === null || change.effective > at);
  return plans ? [found, plannedFinding(change)] : [found];
}

const plannedFinding = (change: Change): Finding => ({
  kind: "planned",
  change,
  effective: change.effective,
  ...(change.window && { deadline: change.window.deadline }),
});

/** Windows that are open and close within the warning time, those of customer segments apart. */
function closingWindows(change: Change, now: number, warnBefore: number): { id: string; finding: Finding }[] {
  return windowsOf(change, now)
    .filter(({ deadline }) => Date.parse(deadline) + 1000 - now <= warnBefore)
    .map((window) => ({
      id: window.segment === undefined ? change.id : `${change.id}#${window.segment}`,
      finding: { kind: "deadline", ...window },
    }));
}

/**
 * A third of the timestamp's life, or the warning time, whichever is less: a vendor that signs in time never gets here.
 * Of a copy that is kept because the vendor was not reached, nothing is known: it may have signed since.
 */
function nearExpiry(
  { head: { timestamp }, freshness }: TrustCenter,
  now: number,
  warnBefore: number,
): string | undefined {
  if (freshness === "stale") return undefined;
  const [issued, expires] = [Date.parse(timestamp.issued), Date.parse(timestamp.expires)];
  const left = expires - now;
  return left > 0 && left <= Math.min((expires - issued) / 3, warnBefore) ? timestamp.expires : undefined;
}

function successorOf({ head: { root } }: TrustCenter): { feed: string; pin: string } | undefined {
  const { successor } = root;
  return successor && { feed: successor.feed, pin: successor.pin };
}
