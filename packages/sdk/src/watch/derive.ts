import { type Change, type LogEntry, toInstant } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import type { Finding } from "./finding.ts";
import type { WatchMemory } from "./memory.ts";

/** What there is to tell, and what will have been told then. */
export interface Derived {
  findings: Finding[];
  told: WatchMemory;
}

/**
 * Compares a verified center with what was told of it before.
 *
 * @param now Milliseconds since 1970.
 * @param warnBefore Milliseconds.
 */
export function derive(center: TrustCenter, before: WatchMemory | undefined, now: number, warnBefore: number): Derived {
  const { upcoming = [] } = center.feed;
  const log = newEntries(center, before);
  const effective = upcoming.filter(({ effective }) => Date.parse(effective) <= now);
  const closing = upcoming.flatMap((change) => closingWindows(change, now, warnBefore));
  const expires = nearExpiry(center, now, warnBefore);
  const moved = successorOf(center);
  const findings: Finding[] = [
    ...log,
    ...(before?.size === undefined ? [] : effective)
      .filter(({ id }) => !before?.effective.includes(id))
      .map((change): Finding => ({ kind: "effective", change, effective: change.effective })),
    ...closing.filter(({ id }) => !before?.deadlines.includes(id)).map(({ finding }) => finding),
    ...(expires !== undefined && expires !== before?.expiring ? [{ kind: "expiring", expires } as const] : []),
    ...(moved && JSON.stringify(moved) !== before?.moved ? [{ kind: "moved", successor: moved } as const] : []),
  ];
  // What is no longer upcoming cannot be told again.
  const ids = new Set(upcoming.map(({ id }) => id));
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
    ...((expires ?? before?.expiring) !== undefined && { expiring: expires ?? before?.expiring }),
    ...((moved || before?.moved) && { moved: moved ? JSON.stringify(moved) : before?.moved }),
  };
  return { findings, told };
}

function newEntries({ feed, history }: TrustCenter, before: WatchMemory | undefined): Finding[] {
  if (!history) return [];
  const known = before?.size;
  // A memory that is longer than a verified history is of another feed: whoever started again from the pin.
  if (known === undefined || known > history.length) {
    const planned = (feed.upcoming ?? []).map(plannedFinding);
    return [{ kind: "first-look", version: feed.version, entries: history.length }, ...planned];
  }
  return history.slice(known).flatMap((entry) => entryFindings(entry));
}

function entryFindings({ at, feed, change }: LogEntry): Finding[] {
  const found: Finding = { kind: "change", at, version: feed.version, change };
  return Date.parse(change.effective) > Date.parse(at) ? [found, plannedFinding(change)] : [found];
}

const plannedFinding = (change: Change): Finding => ({
  kind: "planned",
  change,
  effective: change.effective,
  ...(change.objection && { deadline: change.objection.deadline }),
});

/** Windows that are open and close within the warning time, those of customer segments apart. */
function closingWindows(change: Change, now: number, warnBefore: number): { id: string; finding: Finding }[] {
  const { deadline, segments = [] } = change.objection ?? {};
  const windows = [{ id: undefined, deadline }, ...segments];
  return windows.flatMap(({ id, deadline }) => {
    // The deadline names a whole second, which still counts to its end.
    const left = deadline === undefined ? Number.NaN : Date.parse(deadline) + 1000 - now;
    if (deadline === undefined || !(left > 0 && left <= warnBefore)) return [];
    const finding: Finding = { kind: "deadline", change, deadline, ...(id !== undefined && { segment: id }) };
    return [{ id: id === undefined ? change.id : `${change.id}#${id}`, finding }];
  });
}

/** A third of the timestamp's life, or the warning time, whichever is less: a vendor that signs in time never gets here. */
function nearExpiry({ head: { timestamp } }: TrustCenter, now: number, warnBefore: number): string | undefined {
  const [issued, expires] = [Date.parse(timestamp.issued), Date.parse(timestamp.expires)];
  const left = expires - now;
  return left > 0 && left <= Math.min((expires - issued) / 3, warnBefore) ? timestamp.expires : undefined;
}

function successorOf({ head: { root } }: TrustCenter): { feed: string; pin: string } | undefined {
  const { successor } = root;
  return successor && { feed: successor.feed, pin: successor.pin };
}
