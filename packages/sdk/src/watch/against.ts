import {
  type Change,
  type Feed,
  isMove,
  type LogEntry,
  listAt,
  type Role,
  type Root,
  roleNames,
  same,
  type TrustCenterError,
  type Undeclared,
  undeclaredSince,
  worseTerms,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import type { Dates, Finding, RoleChange } from "./finding.ts";
import type { WatchMemory } from "./memory.ts";
import type { Since } from "./since.ts";

/**
 * What the list that is seen now has against the one that was seen before, whatever the log calls it: facts that no entry
 * declares, terms that became worse, a list that was emptied, another service.
 *
 * @param now Milliseconds since 1970.
 */
export function againstLast({ feed, faults = [] }: TrustCenter, { last, entries }: Since, now: number): Finding[] {
  const [before, after] = [last, feed].map((one) => listAt(one, Number.POSITIVE_INFINITY));
  const { noticeTerms: oldTerms, subprocessors: old = [], service: oldService } = before ?? {};
  const { noticeTerms, subprocessors: left = [], service } = after ?? {};
  const worse = same(oldTerms, noticeTerms) ? [] : worseTerms(oldTerms, noticeTerms, { entries: left, at: now });
  return [
    ...undeclaredSince(last, feed, entries, faults).map((difference): Finding => ({ kind: "undeclared", difference })),
    ...(worse.length > 0 ? [{ kind: "terms-worse", worse } as const] : []),
    ...(old.length > 0 && left.length === 0 ? [{ kind: "emptied", entries: old.length } as const] : []),
    ...(oldService !== service
      ? [{ kind: "service", ...(oldService && { before: oldService }), ...(service && { after: service }) } as const]
      : []),
  ];
}

/** What a list that its log does not make says otherwise than the log, as findings. */
export function undeclaredIn({ evidence }: TrustCenterError): Finding[] {
  const { differences = [], open = [] } = (evidence.undeclared ?? {}) as Partial<Undeclared>;
  return [
    ...differences.map((difference): Finding => ({ kind: "undeclared", difference })),
    ...open.flatMap(({ before, after }): Finding[] => {
      const change = after ?? before;
      if (!change) return [];
      const times = [before && datesOf(before), after && datesOf(after)] as const;
      if (JSON.stringify(times[0]) !== JSON.stringify(times[1])) return [movedFinding(change, times)];
      return [{ kind: "undeclared", difference: contentAgainst(change, before) }];
    }),
  ];
}

/** Windows and days of changes that were told and are others now. What was withdrawn, amended or is over is not. */
export function movedWindows(feed: Feed, before: WatchMemory | undefined, since: Since | undefined): Finding[] {
  return (feed.open ?? []).flatMap((change) => {
    const told = before?.open?.[change.id];
    const now = datesOf(change);
    if (!told || JSON.stringify(told) === JSON.stringify(now)) return [];
    const by = since?.entries.findLast((entry) => saysADayOf(change, entry))?.change.id;
    return [movedFinding(change, [told, now], by)];
  });
}

/** Another day is said by what moves or starts a change: a correction of its words says no dates. */
const saysADayOf = ({ id }: Change, { change: { touches } }: LogEntry): boolean =>
  isMove(touches) && touches.change === id;

const movedFinding = (
  change: Change,
  [before, after]: readonly [Dates | undefined, Dates | undefined],
  declaredBy?: string,
): Finding => ({
  kind: "window-moved",
  change,
  ...(before && { before }),
  ...(after && { after }),
  ...(declaredBy !== undefined && { declaredBy }),
});

/** The dates of a change that customers count on. */
export const datesOf = ({ effective, window }: Change): Dates => ({
  effective,
  ...(window && { deadline: window.deadline }),
  ...(window?.segments && { segments: window.segments.map(({ id, deadline }) => ({ id, deadline })) }),
});

/** A change that is announced otherwise than its log says: announced → now. */
function contentAgainst({ kind, subject, name, content }: Change, before: Change | undefined) {
  const said = new Map((before?.content ?? []).map((atom) => [JSON.stringify({ ...atom, after: 0, before: 0 }), atom]));
  return {
    kind,
    subject,
    ...(name !== undefined && { name }),
    content: content.map((atom) => {
      const old = said.get(JSON.stringify({ ...atom, after: 0, before: 0 }));
      return atom.op === "set" && old?.op === "set" ? { ...atom, before: old.after } : atom;
    }),
  };
}

/** Keys of the roles of a root, for the memory. */
export const keysOf = ({ version, roles }: Root): NonNullable<WatchMemory["keys"]> => ({
  version,
  roles: Object.fromEntries(roleNames.map((name) => [name, pick(roles[name])])),
});

const pick = ({ threshold, kids }: Root["roles"][Role]) => ({ threshold, kids: [...kids] });

/** Roles that other keys hold than when they were seen last. */
export function changedKeys({ head: { root } }: TrustCenter, before: WatchMemory | undefined): Finding[] {
  const told = before?.keys;
  if (!told || told.version === root.version) return [];
  const roles = roleNames.flatMap((role): RoleChange[] => {
    const [old, now] = [told.roles[role], root.roles[role]];
    const added = now.kids.filter((kid) => !old?.kids.includes(kid));
    const removed = (old?.kids ?? []).filter((kid) => !now.kids.includes(kid));
    const moved = old !== undefined && old.threshold !== now.threshold;
    if (added.length === 0 && removed.length === 0 && !moved) return [];
    const threshold = { before: old?.threshold ?? 0, after: now.threshold };
    return [{ role, added, removed, ...(moved && { threshold }) }];
  });
  const stayed = roleNames.some((role) => root.roles[role].kids.some((kid) => told.roles[role]?.kids.includes(kid)));
  return roles.length > 0 ? [{ kind: "keys", root: root.version, roles, all: !stayed }] : [];
}
