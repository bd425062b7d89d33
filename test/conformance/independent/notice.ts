import type { Json } from "./json.ts";

/* §11.6, for a change of the kind `added` of a new sub-processor whose author names no day. */

const day = 86_400_000;
const instant = (at: number): string => new Date(at).toISOString().replace(/\.\d+/, "");
const far = "9999-12-31T23:59:59Z";

export interface Dates {
  effective: string | null;
  due: string | null;
  window: Json | null;
  approval: string | null;
}

const none: Dates = { effective: null, due: null, window: null, approval: null };

export function datesOf(terms: Json, entry: Json, announced: number): Dates {
  if (![undefined, "sub-processor", "affiliate"].includes(entry.role)) return none;
  const rules = rulesOf(terms);
  const ruleFor = (segment?: string) =>
    rules.find((rule) => fits(rule.when ?? {}, entry, segment) && (rule.notice ?? rule.objection) !== undefined);
  const base = ruleFor();
  const common = base && byRule(base, announced);
  const segments = [...new Set(rules.flatMap(({ when }) => when?.segment ?? []))].flatMap((id) => {
    const rule = ruleFor(id);
    const dates = rule && rule !== base ? byRule(rule, announced) : undefined;
    return dates ? [{ id, dates }] : [];
  });
  const all = [...(common ? [common] : []), ...segments.map(({ dates }) => dates)];
  const [first] = all.sort((a, b) => ((a.effective ?? far) < (b.effective ?? far) ? -1 : 1));
  if (!first) return { ...none, effective: instant(announced) };
  const window = common?.window ?? first.window;
  const own = segments.flatMap(({ id, dates }) =>
    dates.window ? [{ id, deadline: dates.window.deadline, effective: dates.effective }] : [],
  );
  return { ...first, window: window && { ...window, ...(own.length > 0 && { segments: own }) } };
}

/** The short form is one rule, and one before it for each segment. */
function rulesOf(terms: Json): Json[] {
  if (terms.rules) return terms.rules;
  const { noticePeriod, objectionPeriod, segments = [] } = terms;
  if (!noticePeriod && !objectionPeriod && segments.length === 0) return [];
  const base = {
    when: { kind: terms.appliesTo ?? ["added", "replaced", "restored", "legal-entity"] },
    notice: noticePeriod ?? objectionPeriod ?? "none",
    objection: objectionPeriod ?? noticePeriod ?? "none",
    authorisation: terms.silence === "refused" ? "specific" : "general",
  };
  const own = segments.map((segment: Json) => ({
    ...base,
    when: { ...base.when, segment: [segment.id] },
    notice: segment.noticePeriod ?? base.notice,
    objection: segment.objectionPeriod ?? objectionPeriod ?? segment.noticePeriod ?? base.objection,
  }));
  return [...own, base];
}

function fits(when: Json, entry: Json, segment: string | undefined): boolean {
  const any = (wanted: string[] | undefined, found: string[]) => !wanted || wanted.some((one) => found.includes(one));
  const categories =
    typeof entry.category === "string" ? [entry.category] : Object.values<string>(entry.category ?? {});
  return (
    any(when.kind, ["added"]) &&
    any(when.category, categories) &&
    any(
      when.dataClass,
      (entry.dataCategories ?? []).map((one: Json) => one.class),
    ) &&
    any(when.service, entry.services ?? []) &&
    any(
      when.place,
      (entry.locations ?? []).map(({ country }: Json) => country),
    ) &&
    (!when.segment || (segment !== undefined && when.segment.includes(segment))) &&
    when.emergency !== true
  );
}

function byRule(rule: Json, announced: number): Dates | undefined {
  const calendar = rule.calendar ?? {};
  const zone = calendar.zone ?? "UTC";
  const [notice, objection] = [rule.notice, rule.objection].map((one) => (one === "none" ? undefined : one));
  const isSpecific = rule.authorisation === "specific";
  if (!notice && !objection && !isSpecific) return undefined;
  const noticeEnd = notice ? startOf(lastDay(announced, notice, calendar) + day, zone) : announced;
  const from = rule.from === "effective" ? noticeEnd : announced;
  const last = objection && lastDay(from, objection, calendar);
  const afterDeadline = last === undefined ? noticeEnd : Math.max(noticeEnd, startOf(last + day, zone));
  const start = rule.start ?? (isSpecific ? "approval" : "noticeEnd");
  const waits = isSpecific || start === "approval";
  const due =
    waits && rule.earlyOnApproval
      ? announced
      : start === "now"
        ? announced
        : start === "noticeEnd"
          ? noticeEnd
          : afterDeadline;
  const approval = waits ? "required" : rule.earlyOnApproval ? "early" : null;
  return {
    due: instant(due),
    effective: waits ? null : instant(due),
    window:
      last === undefined ? null : { opens: instant(announced), deadline: instant(startOf(last + day, zone) - 1000) },
    approval,
  };
}

/** The last day of a period, as its midnight in UTC. The day of the announcement does not count. */
function lastDay(from: number, period: Json, { zone = "UTC", unit, holidays = [], roll }: Json): number {
  const first = dayOf(from, zone);
  const { duration, days: closed } =
    typeof period === "string"
      ? { duration: period, days: holidays }
      : { duration: period.duration, days: [...holidays, ...(period.holidays ?? [])] };
  const isBusiness = typeof period !== "string" || unit === "businessDays";
  const [, y = 0, m = 0, w = 0, d = 0] = (/^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(duration) ?? []).map(
    (n) => Number(n ?? 0),
  );
  const months = new Date(first);
  const lastOfMonth = new Date(Date.UTC(months.getUTCFullYear() + y, months.getUTCMonth() + m + 1, 0));
  let at = Date.UTC(
    lastOfMonth.getUTCFullYear(),
    lastOfMonth.getUTCMonth(),
    Math.min(months.getUTCDate(), lastOfMonth.getUTCDate()),
  );
  at += w * 7 * day;
  const isOpen = (one: number) =>
    ![0, 6].includes(new Date(one).getUTCDay()) && !closed.includes(new Date(one).toISOString().slice(0, 10));
  for (let left = isBusiness ? d : 0; left > 0; ) {
    at += day;
    if (isOpen(at)) left--;
  }
  if (!isBusiness) at += d * day;
  if (roll === "nextBusinessDay") while (!isOpen(at)) at += day;
  return at;
}

/** What clocks of a zone show, as if it were UTC. */
function shown(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

const dayOf = (at: number, zone: string): number => Math.floor(shown(at, zone) / day) * day;

/** The first second of a day: the first quarter of an hour that shows it. */
function startOf(of: number, zone: string): number {
  let at = of - day;
  while (dayOf(at, zone) < of) at += 900_000;
  return at;
}
