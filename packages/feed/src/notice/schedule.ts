import type { ChangeKind, ObjectionWindow } from "../document/change.ts";
import { toInstant } from "../document/date.ts";
import type { NoticeTerms } from "../document/notice-terms.ts";
import { addPeriod, endOfDay, startOfNextDay } from "./period.ts";

/** GDPR art. 28(2): additions and replacements are what a controller can object to. */
const artTwentyEight: readonly ChangeKind[] = ["added", "replaced", "restored"];

/** When a change takes effect, and until when it can be objected to. Instants. */
export interface Schedule {
  announced: string;
  effective: string;
  objection?: ObjectionWindow;
}

/** Whether the notice terms give a kind of change a window. */
export function needsNotice(kind: ChangeKind, terms: NoticeTerms | undefined): boolean {
  const periods = terms?.noticePeriod ?? terms?.objectionPeriod;
  return periods !== undefined && (terms?.appliesTo ?? artTwentyEight).includes(kind);
}

/**
 * Dates of a change announced now, from the notice terms alone. A deadline is the last second of its day in UTC; the
 * change takes effect on the day after the notice period, never before every objection period is over.
 *
 * @param wanted A later effective date that the vendor asks for, milliseconds.
 */
export function schedule(now: number, terms: NoticeTerms, wanted?: number): Schedule {
  const base = windowOf(now, terms.noticePeriod, terms.objectionPeriod);
  const segments = (terms.segments ?? []).map((segment) => ({
    id: segment.id,
    ...windowOf(now, segment.noticePeriod ?? terms.noticePeriod, segment.objectionPeriod ?? terms.objectionPeriod),
  }));
  const effective = Math.max(base.effective, wanted ?? 0);
  return {
    announced: toInstant(now),
    effective: toInstant(effective),
    objection: {
      opens: toInstant(now),
      deadline: toInstant(base.deadline),
      ...(segments.length > 0 && {
        segments: segments.map(({ id, deadline, effective }) => ({
          id,
          deadline: toInstant(deadline),
          effective: toInstant(Math.max(effective, wanted ?? 0)),
        })),
      }),
    },
  };
}

type PeriodOf = NoticeTerms["noticePeriod"];

function windowOf(now: number, notice: PeriodOf, objection: PeriodOf) {
  const period = objection ?? notice ?? "P0D";
  const deadline = endOfDay(addPeriod(now, period));
  const effective = startOfNextDay(Math.max(deadline, addPeriod(now, notice ?? period)));
  return { deadline, effective };
}

/** Where a window stands at an instant. A missing deadline is no window. */
export function windowState(window: ObjectionWindow | undefined, now: number): "none" | "before" | "open" | "closed" {
  if (!window) return "none";
  if (now < Date.parse(window.opens)) return "before";
  // The deadline names a whole second, which still counts to its end.
  return now < Date.parse(window.deadline) + 1000 ? "open" : "closed";
}
