import { describe, expect, test } from "vitest";
import type { NoticeTerms, Rule } from "../document/notice-terms.ts";
import { calendarOf, endOf, lastDayOf, startAfter } from "./calendar.ts";
import type { Item } from "./group-facts.ts";
import { standingsAt } from "./standing.ts";
import { type Asked, datesByTerms, windowState } from "./terms.ts";
import { listOf, World } from "./testing/world.ts";

const thursday = Date.parse("2026-01-01T12:00:00Z");
const entry: Item = { id: "a", name: "A" };
const asked = (more: Partial<Asked> = {}): Asked => ({
  kind: "added",
  type: "subprocessor",
  before: undefined,
  after: entry,
  emergency: false,
  announced: thursday,
  ...more,
});
/** `due effective deadline`, days alone. */
const dates = (terms: NoticeTerms, more: Partial<Asked> = {}) => {
  const found = datesByTerms(terms, asked(more));
  return found && [found.due, found.effective, found.window?.deadline].map((at) => at?.slice(0, 10) ?? "–").join(" ");
};
const data = (name: string): Item => ({ ...entry, dataCategories: [{ class: name, items: ["x"] }] });

/** Notice practice of real contracts: each can be said, and says what its contract says. */
describe("terms of real contracts", () => {
  const microsoft: Rule[] = [
    { when: { category: ["AI"] }, notice: "P30D", objection: "P6M", remedies: [{ type: "disable" }] },
    { when: { dataClass: ["Customer Data"] }, notice: "P6M" },
    { notice: "P30D" },
  ];
  test("six months for customer data, thirty days for other data and AI, and disabling it for six months", () => {
    expect(dates({ rules: microsoft }, { after: data("Customer Data") })).toBe("2026-07-02 2026-07-02 –");
    expect(dates({ rules: microsoft }, { after: data("Diagnostics") })).toBe("2026-02-01 2026-02-01 –");
    expect(dates({ rules: microsoft }, { after: { ...entry, category: "AI" } })).toBe(
      "2026-02-01 2026-02-01 2026-07-01",
    );
  });
  test("thirty days, and objecting until day ninety by terminating alone", () => {
    const rules: Rule[] = [{ notice: "P30D", objection: "P90D", remedies: [{ type: "terminate", sole: true }] }];
    expect(dates({ rules })).toBe("2026-02-01 2026-02-01 2026-04-01");
    expect(dates({ noticePeriod: "P30D", objectionPeriod: "P90D", appliesTo: ["added"] })).toBe(
      "2026-02-01 2026-02-01 2026-04-01",
    );
  });
  test("silence accepts, and an emergency needs no prior notice", () => {
    const rules: Rule[] = [
      { when: { emergency: true }, notice: "none", objection: "P30D", start: "now" },
      { notice: "P30D", objection: "P30D", grounds: "reasonable" },
    ];
    expect(dates({ rules })).toBe("2026-02-01 2026-02-01 2026-01-31");
    expect(dates({ rules }, { emergency: true })).toBe("2026-01-01 2026-01-01 2026-01-31");
  });
  test("published thirty days before, with nothing to object to", () => {
    expect(dates({ rules: [{ notice: "P30D", objection: "none", from: "published" }] })).toBe(
      "2026-02-01 2026-02-01 –",
    );
  });
  test("ten business days, under a list on request", () => {
    const rules: Rule[] = [{ notice: "P10D", calendar: { unit: "businessDays" }, requires: "nda" }];
    expect(dates({ rules })).toBe("2026-01-16 2026-01-16 –");
  });
  test("five business days to terminate, fees stay due", () => {
    const rules: Rule[] = [
      { objection: "P5D", calendar: { unit: "businessDays" }, remedies: [{ type: "terminate", refund: "none" }] },
    ];
    expect(dates({ rules })).toBe("2026-01-01 2026-01-01 2026-01-08");
  });
  test("ten days where the list was asked for, five business days to object", () => {
    const rules: Rule[] = [{ notice: "P10D", objection: { duration: "P5D", businessDays: true }, requires: "request" }];
    expect(dates({ rules })).toBe("2026-01-12 2026-01-12 2026-01-08");
  });
  test("business days leave out the holidays of the rule and those of the period", () => {
    const holidays = ["2026-01-02"];
    const objection = { duration: "P5D", businessDays: true as const, holidays };
    expect(dates({ rules: [{ objection, start: "now" }] })).toBe("2026-01-01 2026-01-01 2026-01-09");
    expect(dates({ rules: [{ objection, start: "now", calendar: { holidays: ["2026-01-05"] } }] })).toBe(
      "2026-01-01 2026-01-01 2026-01-12",
    );
  });
  test("ten days to object once it holds, from the day on which it really does", () => {
    const rules: Rule[] = [{ notice: "P30D", objection: "P10D", from: "effective" }];
    expect(dates({ rules })).toBe("2026-02-01 2026-02-01 2026-02-11");
    expect(dates({ rules }, { wanted: Date.parse("2026-02-15T00:00:00Z") })).toBe("2026-02-01 2026-02-15 2026-02-25");
  });
  test("ten business days from receipt, up to sixty days to mend, then terminate", () => {
    const remedies: Rule["remedies"] = [{ type: "fix", within: "P60D", from: "objection" }, { type: "terminate" }];
    const rules: Rule[] = [
      { objection: "P10D", from: "received", calendar: { unit: "businessDays" }, start: "deadline", remedies },
    ];
    expect(dates({ rules })).toBe("2026-01-16 2026-01-16 2026-01-15");
  });
  test("fifteen days, and fifteen to object from receipt", () => {
    expect(dates({ rules: [{ notice: "P15D", objection: "P15D", from: "received" }] })).toBe(
      "2026-01-17 2026-01-17 2026-01-16",
    );
  });
  test("fourteen days in which use is consent: it starts at once", () => {
    expect(dates({ rules: [{ objection: "P14D", start: "now" }] })).toBe("2026-01-01 2026-01-01 2026-01-15");
  });
  test("reasonable notice and ten days to object: it starts when they are over", () => {
    expect(dates({ rules: [{ objection: "P10D", start: "deadline" }] })).toBe("2026-01-12 2026-01-12 2026-01-11");
  });
  test("thirty days with grounds, silence accepts, three options", () => {
    const terms: NoticeTerms = {
      noticePeriod: "P30D",
      objectionPeriod: "P30D",
      silence: "accepted",
      grounds: { required: true },
    };
    expect(dates(terms)).toBe("2026-02-01 2026-02-01 2026-01-31");
  });
  test("specific approval: no day until it is given", () => {
    const rules: Rule[] = [{ notice: "P30D", authorisation: "specific" }];
    expect(dates({ rules })).toBe("2026-02-01 – –");
    expect(datesByTerms({ rules }, asked())?.approval).toBe("required");
    expect(dates({ rules: [{ notice: "P30D", authorisation: "specific", earlyOnApproval: true }] })).toBe(
      "2026-01-01 – –",
    );
  });
  test("general authorisation where approval allows an earlier start", () => {
    const found = datesByTerms({ rules: [{ notice: "P30D", objection: "P30D", earlyOnApproval: true }] }, asked());
    expect([found?.approval, found?.effective?.slice(0, 10)]).toEqual(["early", "2026-02-01"]);
  });
});

describe("which rule", () => {
  const rules: Rule[] = [
    { when: { kind: ["added"], place: ["US"], service: ["mail"] }, notice: "P60D" },
    { when: { kind: ["added", "location"] }, notice: "P10D" },
  ];
  const abroad = { ...entry, services: ["mail"], locations: [{ country: "US" }] };
  test("the first that fits: all of its conditions, one of each", () => {
    expect(dates({ rules }, { after: abroad })).toBe("2026-03-03 2026-03-03 –");
    expect(dates({ rules }, { after: { ...abroad, services: ["chat"] } })).toBe("2026-01-12 2026-01-12 –");
    expect(dates({ rules }, { kind: "purpose" })).toBeUndefined();
  });
  test("of the rules for before and after, the stricter", () => {
    const strict: Rule[] = [{ when: { category: ["AI"] }, notice: "P60D" }, { notice: "P10D" }];
    const [ai, other] = [
      { ...entry, category: "AI" },
      { ...entry, category: "Other" },
    ];
    expect(dates({ rules: strict }, { before: ai, after: other })).toBe(
      dates({ rules: strict }, { before: other, after: ai }),
    );
    expect(dates({ rules: strict }, { before: ai, after: other })).toBe("2026-03-03 2026-03-03 –");
  });
  test("who is listed for completeness alone needs no notice", () => {
    expect(dates({ noticePeriod: "P30D" }, { after: { ...entry, role: "vendor" } })).toBeUndefined();
  });
  test("no rule, no period, no notice", () => {
    expect([dates({}), dates({ rules: [] }), dates({ rules: [{ notice: "none", objection: "none" }] })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(datesByTerms(undefined, asked())).toBeUndefined();
  });
  test("segments have dates of their own; the list has a fact from the first of them", () => {
    const segments = [{ id: "free", name: "Free", noticePeriod: "P10D", objectionPeriod: "P5D" }];
    const found = datesByTerms({ noticePeriod: "P30D", objectionPeriod: "P14D", segments }, asked());
    expect([found?.effective, found?.window?.deadline]).toEqual(["2026-01-12T00:00:00Z", "2026-01-15T23:59:59Z"]);
    expect(found?.window?.segments).toEqual([
      { id: "free", deadline: "2026-01-06T23:59:59Z", effective: "2026-01-12T00:00:00Z" },
    ]);
  });
});

describe("days", () => {
  const on = (day: string, calendar: Rule["calendar"] = {}) => {
    const read = calendarOf({ calendar });
    const last = lastDayOf(Date.parse(`2026-${day}Z`), "P30D", read);
    return [endOf(last, read), startAfter(last, read)].map((at) => new Date(at).toISOString().slice(5, 19));
  };
  test("the day of the event does not count, and the last one counts to its end", () => {
    expect(on("01-01T00:00:00")).toEqual(["01-31T23:59:59", "02-01T00:00:00"]);
    expect(on("01-01T23:59:59")).toEqual(["01-31T23:59:59", "02-01T00:00:00"]);
  });
  test("days are those of the zone, over a change of its clocks too", () => {
    expect(on("01-01T23:30:00", { zone: "Europe/Berlin" })).toEqual(["02-01T22:59:59", "02-01T23:00:00"]);
    expect(on("02-27T12:00:00", { zone: "Europe/Berlin" })).toEqual(["03-29T21:59:59", "03-29T22:00:00"]);
    expect(on("02-06T12:00:00", { zone: "America/New_York" })).toEqual(["03-09T03:59:59", "03-09T04:00:00"]);
    expect(on("03-05T12:00:00", { zone: "Australia/Sydney" })).toEqual(["04-04T12:59:59", "04-04T13:00:00"]);
    expect(() => calendarOf({ calendar: { zone: "Mars/Olympus" } })).toThrow(/IANA name/);
  });
  test("a day that has no midnight starts when clocks have gone forward, and takes nothing from the day before", () => {
    expect(on("08-06T12:00:00", { zone: "America/Santiago" })).toEqual(["09-06T03:59:59", "09-06T04:00:00"]);
    expect(on("02-26T12:00:00", { zone: "Asia/Beirut" })).toEqual(["03-28T21:59:59", "03-28T22:00:00"]);
  });
  test("no deadline of a year falls on a closed day where the terms roll it", () => {
    const calendar = calendarOf({ calendar: { roll: "nextBusinessDay", holidays: ["2026-05-01"] } });
    for (
      let at = Date.parse("2026-01-01T09:00:00Z");
      at < Date.parse("2027-01-01T00:00:00Z");
      at += 24 * 60 * 60 * 1000
    ) {
      const last = new Date(endOf(lastDayOf(at, "P30D", calendar), calendar));
      expect([0, 6]).not.toContain(last.getUTCDay());
      expect(last.toISOString()).not.toMatch(/^2026-05-01/);
    }
  });
  test.each([
    ["2026-01-31", "P1M", "2026-02-28"],
    ["2028-01-31", "P1M", "2028-02-29"],
    ["2028-02-29", "P1Y", "2029-02-28"],
    ["2026-12-31", "P2M1D", "2027-03-01"],
    ["2026-01-01", "P2W", "2026-01-15"],
    ["2026-01-01", "P0D", "2026-01-01"],
  ])("%s and %s is %s", (from, period, last) => {
    expect(new Date(lastDayOf(Date.parse(from), period, calendarOf({}))).toISOString().slice(0, 10)).toBe(last);
  });
});

test("a window is open through its deadline's second", () => {
  const window = {
    opens: "2026-01-01T00:00:00Z",
    deadline: "2026-01-31T23:59:59Z",
    segments: [{ id: "s", deadline: "2026-02-10T23:59:59Z", effective: null }],
  };
  const at = (instant: string, more = 0) => windowState(window, Date.parse(instant) + more);
  expect([at(window.opens, -1), at(window.opens), at(window.deadline, 999), at(window.deadline, 1000)]).toEqual([
    "before",
    "open",
    "open",
    "closed",
  ]);
  expect([windowState(window, Date.parse(window.deadline) + 1000, "s"), windowState(undefined, 0)]).toEqual([
    "open",
    "none",
  ]);
});

test("a segment that alone may object may do so too where the author names a later day", () => {
  const rules = [{ when: { segment: ["big"] }, notice: "P5D", objection: "P5D" }, { notice: "P30D" }];
  const dates = (wanted?: string) =>
    datesByTerms({ rules }, {
      ...{ kind: "added", type: "subprocessor", before: undefined, after: { id: "a" }, emergency: false },
      ...{ announced: Date.parse("2026-01-01T09:00:00Z"), wanted: wanted && Date.parse(wanted) },
    } as Parameters<typeof datesByTerms>[1]);
  const { due, window } = dates() ?? {};
  expect([due, window?.deadline]).toEqual(["2026-01-07T00:00:00Z", "2026-01-06T23:59:59Z"]);
  expect(dates("2026-03-01T00:00:00Z")).toMatchObject({
    ...{ due, effective: "2026-03-01T00:00:00Z" },
    window: { deadline: window?.deadline, segments: [{ id: "big", deadline: window?.deadline }] },
  });
});

test("a change stays open for the last segment that may object, through its deadline's second", async () => {
  const segments = [{ id: "big", name: "Big", noticePeriod: "P10D", objectionPeriod: "P60D" }];
  const world = await World.of(listOf({ noticePeriod: "P10D", segments }, { id: "a", name: "A" }));
  await world.edit(1, {
    subprocessors: [
      { id: "a", name: "A" },
      { id: "b", name: "B" },
    ],
  });
  const deadline = world.feed.open?.[0]?.window?.segments?.[0]?.deadline ?? "";
  const openAt = (more: number) => standingsAt(world.feed, Date.parse(deadline) + more).open.map(({ id }) => id);
  expect([deadline.slice(0, 10), openAt(0), openAt(999), openAt(1000)]).toEqual(["2026-03-03", ["2.1"], ["2.1"], []]);
});
