import type { Atom, Change, ChangeMode, Touch } from "../../document/change.ts";
import type { ChangeKind } from "../../document/change-kind.ts";
import type { SubjectType } from "../../document/subject.ts";
import { effectiveOf, keyOf } from "../atom.ts";
import { canonical } from "../same.ts";
import type { Dates } from "../terms.ts";
import type { Announcement } from "./announcement.ts";

export interface Subject {
  type: SubjectType;
  id: string;
}

/** One atom, and how it is to be said. */
export interface Saying extends Partial<Dates> {
  atom?: Atom;
  mode: ChangeMode;
  kind: ChangeKind;
  subject: Subject;
  touches?: Touch;
  expected?: Change["expected"];
  said?: Announcement;
  /** Whether the terms ask for notice. */
  needsNotice?: boolean;
  /** The group of which it is said, where it is said of several members at once. */
  group?: string;
}

const dates = ({ effective, due, window, approval, expected }: Saying) => [effective, due, window, approval, expected];

/** One change for each subject, kind and set of dates. Withdrawals come first: what they free may be said anew. */
export function bundle(sayings: readonly Saying[]): Saying[][] {
  const found = new Map<string, Saying[]>();
  const ordered = [
    ...sayings.filter(({ mode }) => mode === "withdrawal"),
    ...sayings.filter(({ mode }) => mode !== "withdrawal"),
  ];
  for (const saying of ordered) {
    const { mode, kind, subject, touches, atom } = saying;
    const key = canonical([mode, kind, subject, touches?.how, touches?.change, ...dates(saying)]);
    const had = found.get(key) ?? [];
    // An amended arrival differs in several fields, and is one atom.
    if (atom && had.some((other) => other.atom && keyOf(other.atom) === keyOf(atom))) continue;
    found.set(key, [...had, saying]);
  }
  return [...found.values()];
}

/** What several members of a group have anew, or have taken back, is one change of the group. */
export function mergeMembers(
  bundles: readonly Saying[][],
  groupOf: (saying: Saying) => string | undefined,
): Saying[][] {
  const found = new Map<string, Saying[][]>();
  for (const [at, sayings] of bundles.entries()) {
    const key = memberKey(sayings, groupOf) ?? String(at);
    found.set(key, [...(found.get(key) ?? []), sayings]);
  }
  return [...found.values()].map((merged) => {
    const [first] = merged[0] ?? [];
    const group = merged.length > 1 && first ? groupOf(first) : undefined;
    return merged.flat().map((saying) => (group === undefined ? saying : { ...saying, group }));
  });
}

function memberKey(sayings: readonly Saying[], groupOf: (saying: Saying) => string | undefined) {
  const [first] = sayings;
  // Words about one entry are that entry's; words about a group are said of all its members at once.
  if (!first || (first.said && first.said.type !== "group") || first.mode === "correction") return undefined;
  const groups = new Set(sayings.map(groupOf));
  const [group] = groups;
  if (groups.size !== 1 || group === undefined) return undefined;
  const sets = sayings.map(({ atom }) =>
    atom?.op === "set" ? [atom.field, atom.before ?? null, atom.after ?? null] : [],
  );
  return canonical([
    group,
    first.said?.digest,
    first.mode,
    first.kind,
    first.touches?.how,
    first.touches?.change,
    dates(first),
    sets,
  ]);
}

const jointKinds = new Set<ChangeKind>(["location", "transfer-mechanism"]);

/**
 * Where data goes and under which mechanism are one statement: said of one entry in one publish they take effect on one
 * day, the later. Else the list would say for a while what nobody wrote.
 */
export function together(sayings: readonly Saying[]): Saying[] {
  const isJoint = ({ kind, mode, effective }: Saying) =>
    jointKinds.has(kind) && ["announcement", "immediate", "amendment"].includes(mode) && effective !== undefined;
  const latest = new Map<string, Saying>();
  for (const saying of sayings.filter(isJoint)) {
    const before = latest.get(saying.subject.id);
    if (!before || startOf(saying) > startOf(before)) latest.set(saying.subject.id, saying);
  }
  return sayings.map((saying) => {
    const last = latest.get(saying.subject.id);
    if (!last || !isJoint(saying) || last.effective === saying.effective) return saying;
    const { effective, approval, expected } = last;
    const due = saying.due ?? saying.effective;
    return {
      ...saying,
      mode: saying.mode === "immediate" ? "announcement" : saying.mode,
      ...(due && { due }),
      effective,
      ...(effective === null && approval && { approval }),
      ...(expected !== undefined && { expected }),
    } as Saying;
  });
}

const startOf = ({ effective }: Saying) => effectiveOf({ effective: effective ?? null });
