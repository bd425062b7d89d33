import { type ChangeKind, changeKinds } from "../document/change-kind.ts";
import type { NoticeTerms } from "../document/notice-terms.ts";
import { type SubjectType, subjectTypes } from "../document/subject.ts";
import { effectiveOf } from "./atom.ts";
import { dayFor } from "./day-for.ts";
import type { Item } from "./group-facts.ts";
import { type Dates, datesByTerms, rulesOf } from "./terms.ts";

/** In what notice terms give a customer less than others did. */
export interface WorseTerms {
  /** `objection`: time to object. `notice`: time before a change is in effect. `approval`: nothing starts without it. */
  what: "objection" | "notice" | "approval";
  /** The kinds of change for which it is so. */
  kinds: readonly ChangeKind[];
  /** For a customer segment alone. */
  segment?: string;
  /** Whole days from the announcement; null where there is no limit (approval), or none is given. */
  before: number | null;
  after: number | null;
}

/** Kinds that no rule is asked about: they are no change of fact. */
const kinds = changeKinds.filter((kind) => !["initial", "corrected", "id"].includes(kind));

/** Entries that are asked about: terms that part entries part them by a few categories and places. */
const mostProbes = 40;

const day = 24 * 60 * 60 * 1000;

/** What terms promise for one change, in days from its announcement. */
interface Promise {
  objection: number | null;
  notice: number | null;
  approval: boolean;
}

/**
 * Where the customers' side of notice terms became worse: a shorter time to object, a shorter notice, an approval that is
 * no longer asked for. Both terms are asked for the dates of each kind of change that could be announced at `at`, of
 * entries of the list and of a stranger to it.
 *
 * @param asked The entries of the list, since terms can part them by category, place, service and class of data; and `at`,
 *   milliseconds since 1970.
 */
export function worseTerms(
  before: NoticeTerms | undefined,
  after: NoticeTerms | undefined,
  asked: { entries: readonly object[]; at: number },
): WorseTerms[] {
  const { entries, at } = asked;
  const found = new Map<string, WorseTerms & { kinds: ChangeKind[] }>();
  const stranger: Item = { id: "" };
  const probes = [stranger, ...(entries.slice(0, mostProbes) as Item[])];
  const segments = [undefined, ...segmentsOf(before, after)];
  for (const kind of kinds) {
    for (const item of typeOf(kind) === "subprocessor" ? probes : [stranger]) {
      const [then, now] = [before, after].map((terms) => datesFor(terms, { kind, item, at }));
      for (const segment of segments) {
        for (const one of worse(promised(then, segment, at), promised(now, segment, at))) {
          const key = JSON.stringify([one.what, segment, one.before, one.after]);
          const had = found.get(key) ?? { ...one, kinds: [], ...(segment !== undefined && { segment }) };
          if (!had.kinds.includes(kind)) had.kinds.push(kind);
          found.set(key, had);
        }
      }
    }
  }
  return withoutRepeats([...found.values()]);
}

const typeOf = (kind: ChangeKind): SubjectType =>
  (subjectTypes as readonly string[]).includes(kind) ? (kind as SubjectType) : "subprocessor";

const datesFor = (
  terms: NoticeTerms | undefined,
  { kind, item, at }: { kind: ChangeKind; item: Item; at: number },
): Dates | undefined =>
  datesByTerms(terms, { kind, type: typeOf(kind), before: item, after: item, emergency: false, announced: at });

const segmentsOf = (...all: readonly (NoticeTerms | undefined)[]): string[] => [
  ...new Set(all.flatMap((terms) => rulesOf(terms).flatMap(({ when }) => when?.segment ?? []))),
];

/** What everybody is promised, or a segment of its own. */
function promised(dates: Dates | undefined, segment: string | undefined, at: number): Promise {
  if (!dates) return { objection: null, notice: null, approval: false };
  const deadline = (dates.window?.segments?.find(({ id }) => id === segment) ?? dates.window)?.deadline;
  const effective = dayFor({ ...dates, approval: undefined }, segment);
  const days = (instant: number) => Math.floor((instant - at) / day);
  return {
    objection: deadline === undefined ? null : days(Date.parse(deadline) + 1000),
    notice: effective === null ? null : days(effectiveOf({ effective })),
    approval: effective === null,
  };
}

function worse(then: Promise, now: Promise): Pick<WorseTerms, "what" | "before" | "after">[] {
  const approval = then.approval && !now.approval;
  const less = (a: number | null, b: number | null) => a !== null && a > 0 && (b ?? 0) < a;
  return [
    ...(approval ? [{ what: "approval", before: null, after: now.notice } as const] : []),
    ...(less(then.objection, now.objection)
      ? [{ what: "objection", before: then.objection, after: now.objection } as const]
      : []),
    ...(!now.approval && less(then.notice, now.notice)
      ? [{ what: "notice", before: then.notice, after: now.notice } as const]
      : []),
  ];
}

/** What is so for everybody is not said again of a segment. */
const withoutRepeats = (all: readonly WorseTerms[]): WorseTerms[] =>
  all.filter(
    (one) =>
      one.segment === undefined ||
      !all.some((other) => other.segment === undefined && JSON.stringify(bare(other)) === JSON.stringify(bare(one))),
  );

const bare = ({ what, kinds, before, after }: WorseTerms) => [what, kinds, before, after];
