import type { Change, ObjectionWindow } from "../document/change.ts";
import type { ChangeKind } from "../document/change-kind.ts";
import { toInstant } from "../document/date.ts";
import type { NoticeTerms, Period, Rule } from "../document/notice-terms.ts";
import type { SubjectType } from "../document/subject.ts";
import { usualKinds } from "../document/usual.ts";
import { datedBy } from "./atom.ts";
import { calendarOf, endOf, lastDayOf, startAfter } from "./calendar.ts";
import { isProcessorRole } from "./fields.ts";
import type { Item } from "./group-facts.ts";
import { words } from "./same.ts";

/** What notice terms say of a change: its dates, whatever the author would like. Instants. */
export interface Dates {
  /** The first day on which it may hold for anyone. */
  due: string;
  /** Null where nothing starts without approval. */
  effective: string | null;
  window?: ObjectionWindow;
  approval?: "required" | "early";
}

/** A change that notice terms are asked about. */
export interface Asked {
  kind: ChangeKind;
  type: SubjectType;
  /** The subject as it is in effect, and as it will be: the stricter of the two rules dates the change. */
  before: Item | undefined;
  after: Item | undefined;
  emergency: boolean;
  /** Milliseconds since 1970. */
  announced: number;
  /** Milliseconds since 1970: no earlier than this, where the terms allow it. */
  wanted?: number | undefined;
}

/**
 * The dates that notice terms give a change that is announced now; undefined where it needs no notice. The rule is
 * looked up for the subject before *and* after, so that no edit of a category takes the notice off what comes with it.
 */
export function datesByTerms(terms: NoticeTerms | undefined, asked: Asked): Dates | undefined {
  const rules = rulesOf(terms);
  if (rules.length === 0) return undefined;
  const [a, b] = [asked.before ?? asked.after, asked.after ?? asked.before].map((item) => datesFor(rules, asked, item));
  if (!a || !b) return a ?? b;
  return isStricter(a, b) ? a : b;
}

/** A day for what is announced: another one, or one that comes to be known. */
export interface NewDay {
  change: Change;
  /** Milliseconds since 1970. */
  day: number;
  /** A subject by its key, as it is in effect, and as it will be. */
  before: (key: string) => Item | undefined;
  after: (key: string) => Item | undefined;
}

/**
 * The dates that notice terms give what is announced for another day, the strictest of all that it is about; undefined where
 * it needs no notice.
 *
 * @param announced When it is announced, milliseconds since 1970.
 */
export function datesOnDay(
  terms: NoticeTerms | undefined,
  { change, day, before, after }: Omit<NewDay, "day"> & { day: number | undefined },
  announced: number,
): Dates | undefined {
  const { kind, content } = change;
  return content
    .flatMap((atom) => {
      const key = datedBy(change, atom);
      const asked = { kind, type: atom.type, before: before(key), after: after(key), emergency: false, announced };
      return datesByTerms(terms, { ...asked, wanted: day }) ?? [];
    })
    .reduce<Dates | undefined>((a, b) => (a && isStricter(a, b) ? a : b), undefined);
}

/**
 * Whether one can object longer to a change on a day than on the one that was announced, or than was announced without one:
 * where the terms count the time from the day on which it starts. What waits for approval has its time before that.
 */
export function lengthens(terms: NoticeTerms | undefined, on: NewDay): boolean {
  const { effective, window, announced, approval } = on.change;
  if (!window || (effective === null && approval === "required")) return false;
  const said = Date.parse(announced);
  const then = datesOnDay(terms, on, said);
  const now = datesOnDay(terms, { ...on, day: effective === null ? undefined : Date.parse(effective) }, said);
  const isLater = (id?: string) => {
    const [before, after] = [deadlineIn(now?.window, id), deadlineIn(then?.window, id)];
    return after > before && after > deadlineIn(window, id);
  };
  return isLater() || (then?.window?.segments ?? []).some(({ id }) => isLater(id));
}

const deadlineIn = (window: ObjectionWindow | undefined, segment?: string): string =>
  (window?.segments?.find(({ id }) => id === segment) ?? window)?.deadline ?? "";

const far = "9999-12-31T23:59:59Z";

function isStricter(a: Dates, b: Dates): boolean {
  const key = ({ due, effective, window }: Dates) => [effective ?? far, due, window?.deadline ?? ""].join();
  return key(a) > key(b);
}

/** The zone whose days an author means: that of the terms where all of their rules name one, else UTC. */
export function zoneOf(terms: NoticeTerms | undefined): string {
  const [zone = "UTC", ...others] = new Set(rulesOf(terms).map((rule) => calendarOf(rule).zone));
  return others.length > 0 ? "UTC" : zone;
}

/** The rules of notice terms: their own, or the short form as rules. */
export function rulesOf(terms: NoticeTerms | undefined): readonly Rule[] {
  if (!terms) return [];
  if (terms.rules) return terms.rules;
  const period = terms.noticePeriod ?? terms.objectionPeriod;
  const segments = terms.segments ?? [];
  if (period === undefined && segments.length === 0) return [];
  const base: Rule = {
    when: { kind: [...(terms.appliesTo ?? usualKinds)] },
    notice: period ?? "none",
    objection: terms.objectionPeriod ?? period ?? "none",
    from: terms.clockStarts === "receipt" ? "received" : "published",
    authorisation: terms.silence === "refused" ? "specific" : "general",
  };
  const own = segments.map(
    (segment): Rule => ({
      ...base,
      when: { ...base.when, segment: [segment.id] },
      notice: segment.noticePeriod ?? base.notice,
      objection: segment.objectionPeriod ?? terms.objectionPeriod ?? segment.noticePeriod ?? base.objection,
    }),
  );
  return [...own, base];
}

function datesFor(rules: readonly Rule[], asked: Asked, item: Item | undefined): Dates | undefined {
  if (asked.type === "subprocessor" && !isProcessorRole(item?.role)) return undefined;
  const ruleFor = (segment: string | undefined) =>
    rules.find((rule) => fits(rule.when ?? {}, asked, item, segment) && (rule.notice ?? rule.objection) !== undefined);
  const common = ruleFor(undefined);
  const ids = [...new Set(rules.flatMap(({ when }) => when?.segment ?? []))];
  const segments = ids.flatMap((id) => {
    const rule = ruleFor(id);
    const dates = rule && rule !== common ? datesOf(rule, asked) : undefined;
    return dates ? [{ id, dates }] : [];
  });
  const base = common && datesOf(common, asked);
  const all = [...(base ? [base] : []), ...segments.map(({ dates }) => dates)];
  const firstDay = ({ effective, due }: Dates) => [effective ?? far, due].join();
  const inOrder = [...all].sort((a, b) => (firstDay(a) < firstDay(b) ? -1 : 1));
  const [first] = inOrder;
  if (!first) return undefined;
  const window = base?.window ?? inOrder.find(({ window }) => window)?.window;
  const { due, effective, approval } = first;
  // Who may not object by its own terms may as others do, for it has a day of its own.
  const own = segments.flatMap(({ id, dates }) =>
    window ? [{ id, deadline: (dates.window ?? window).deadline, effective: dates.effective }] : [],
  );
  const isLater = base && base.effective !== effective;
  return {
    ...{ due, effective, ...(approval && { approval }) },
    ...(window && {
      window: { ...window, ...(isLater && { effective: base.effective }), ...(own.length > 0 && { segments: own }) },
    }),
  };
}

function fits(
  { kind, category, dataClass, service, place, segment, emergency }: NonNullable<Rule["when"]>,
  asked: Asked,
  item: Item | undefined,
  reader: string | undefined,
): boolean {
  const any = (wanted: readonly string[] | undefined, found: readonly unknown[]) =>
    wanted === undefined || wanted.some((one) => found.some((other) => words(String(other)) === words(one)));
  const texts = (value: unknown) =>
    value === undefined ? [] : typeof value === "string" ? [value] : Object.values(value as object);
  const members = (field: string, name: string) =>
    ((item?.[field] as Record<string, unknown>[] | undefined) ?? []).flatMap((one) => one[name] ?? []);
  return (
    (kind === undefined || kind.includes(asked.kind)) &&
    any(category, texts(item?.category)) &&
    any(dataClass, members("dataCategories", "class")) &&
    any(service, (item?.services as string[] | undefined) ?? []) &&
    any(place, members("locations", "country")) &&
    (segment === undefined || (reader !== undefined && segment.includes(reader))) &&
    (emergency === undefined || emergency === asked.emergency)
  );
}

/** Dates by one rule. No notice and no time to object is no rule. */
function datesOf(rule: Rule, { announced, wanted = -Infinity }: Asked): Dates | undefined {
  const calendar = calendarOf(rule);
  const period = (value: Rule["notice"]): Period | undefined => (value === "none" ? undefined : value);
  const [notice, objection] = [period(rule.notice), period(rule.objection)];
  const specific = rule.authorisation === "specific";
  if (notice === undefined && objection === undefined && !specific) return undefined;
  const noticeEnd = notice === undefined ? announced : startAfter(lastDayOf(announced, notice, calendar), calendar);
  const from = rule.from === "effective" ? Math.max(noticeEnd, wanted) : announced;
  const last = objection === undefined ? undefined : lastDayOf(from, objection, calendar);
  const start = rule.start ?? (specific ? "approval" : "noticeEnd");
  const afterDeadline = last === undefined ? noticeEnd : Math.max(noticeEnd, startAfter(last, calendar));
  const early = rule.earlyOnApproval === true;
  const waits = specific || start === "approval";
  const due =
    waits && early ? announced : { noticeEnd, deadline: afterDeadline, approval: afterDeadline, now: announced }[start];
  return {
    due: toInstant(due),
    effective: waits ? null : toInstant(Math.max(due, wanted)),
    ...(last !== undefined && { window: { opens: toInstant(announced), deadline: toInstant(endOf(last, calendar)) } }),
    ...(waits ? { approval: "required" } : early ? { approval: "early" } : {}),
  } as Dates;
}

/** Where a window stands at an instant, for everybody or for a customer segment. A missing deadline is no window. */
export function windowState(
  window: ObjectionWindow | undefined,
  now: number,
  segment?: string,
): "none" | "before" | "open" | "closed" {
  if (!window) return "none";
  if (now < Date.parse(window.opens)) return "before";
  const own = window.segments?.find(({ id }) => id === segment);
  return now < Date.parse((own ?? window).deadline) + 1000 ? "open" : "closed";
}

/** The first millisecond at which nobody can object any more. A deadline names a whole second, which counts to its end. */
export const endOfWindow = ({ deadline, segments = [] }: ObjectionWindow): number =>
  Math.max(...[deadline, ...segments.map(({ deadline }) => deadline)].map((at) => Date.parse(at) + 1000));
