import type { Change, ObjectionWindow } from "../document/change.ts";

/** Until when customers of a segment can object; those of none where none is named. */
const deadlineFor = ({ deadline, segments }: ObjectionWindow, id?: string): string =>
  segments?.find((own) => own.id === id)?.deadline ?? deadline;

const segmentsOf = (...windows: ObjectionWindow[]): string[] => [
  ...new Set(windows.flatMap(({ segments = [] }) => segments.map(({ id }) => id))),
];

/** Whether a window closes for anybody before another one would. */
export const isShorter = (window: ObjectionWindow, before: ObjectionWindow): boolean =>
  [undefined, ...segmentsOf(window, before)].some((id) => deadlineFor(window, id) < deadlineFor(before, id));

/**
 * The window of what is announced differently: whoever was told until when one can object has no less time, also where the
 * terms have given less since. A segment that they do not know any more keeps its deadline, and has everybody else's day.
 */
export function noShorter(
  { window, effective }: { window: ObjectionWindow; effective: string | null },
  { window: before }: Pick<Change, "window">,
): ObjectionWindow {
  if (!before || !isShorter(window, before)) return window;
  const later = (id?: string) => [deadlineFor(window, id), deadlineFor(before, id)].sort().at(-1) as string;
  const deadline = later();
  const { effective: usual = effective, segments = [] } = window;
  const days = new Map(segments.map((own) => [own.id, own.effective]));
  const own = segmentsOf(window, before)
    .map((id) => ({ id, deadline: later(id), effective: days.has(id) ? (days.get(id) ?? null) : usual }))
    .filter((one) => days.has(one.id) || one.deadline !== deadline);
  return { ...window, deadline, ...(own.length > 0 && { segments: own }) };
}
