import { expect, test } from "vitest";
import { toInstant } from "../document/date.ts";
import { addPeriod } from "./period.ts";
import { schedule, windowState } from "./schedule.ts";

const at = (text: string) => Date.parse(text);
const day = (milliseconds: number) => toInstant(milliseconds).slice(0, 10);

test.each([
  ["2026-01-31T23:59:00Z", "P30D", "2026-03-02"],
  ["2026-01-31T00:00:00Z", "P1M", "2026-02-28"],
  ["2028-01-31T12:00:00Z", "P1M", "2028-02-29"],
  ["2024-02-29T12:00:00Z", "P1Y", "2025-02-28"],
  ["2026-12-31T12:00:00Z", "P1M", "2027-01-31"],
  ["2026-03-28T23:30:00Z", "P2W", "2026-04-11"],
  ["2026-03-28T23:30:00Z", "P1Y2M3D", "2027-05-31"],
])("from %s, %s ends on %s", (from, period, end) => {
  expect(day(addPeriod(at(from), period))).toBe(end);
});

test.each([
  ["2026-05-04", "P5D", [], "2026-05-11"],
  ["2026-05-08", "P1D", [], "2026-05-11"],
  ["2026-05-09", "P1D", [], "2026-05-11"],
  ["2026-05-08", "P1D", ["2026-05-11"], "2026-05-12"],
] as const)("from %s, %s business days less %j end on %s", (from, duration, holidays, end) => {
  const period = { duration, businessDays: true as const, holidays: [...holidays] };
  expect(day(addPeriod(at(`${from}T12:00:00Z`), period))).toBe(end);
});

test("a deadline is the last second of its day, and counts to its end", () => {
  const { objection, effective } = schedule(at("2026-01-10T08:00:00Z"), {
    noticePeriod: "P30D",
    objectionPeriod: "P14D",
  });
  expect(objection?.deadline).toBe("2026-01-24T23:59:59Z");
  expect(effective).toBe("2026-02-10T00:00:00Z");
  expect(windowState(objection, at("2026-01-10T07:59:59Z"))).toBe("before");
  expect(windowState(objection, at("2026-01-24T23:59:59.999Z"))).toBe("open");
  expect(windowState(objection, at("2026-01-25T00:00:00.000Z"))).toBe("closed");
});

test("a change never takes effect before the window to object is over", () => {
  const { objection, effective } = schedule(at("2026-01-10T08:00:00Z"), {
    noticePeriod: "P7D",
    objectionPeriod: "P30D",
  });
  expect(Date.parse(effective)).toBeGreaterThan(Date.parse(objection?.deadline ?? ""));
});

test("a vendor may ask for a later day, never an earlier one", () => {
  const terms = { noticePeriod: "P30D" };
  const now = at("2026-01-10T08:00:00Z");
  expect(schedule(now, terms, at("2026-06-01")).effective).toBe("2026-06-01T00:00:00Z");
  expect(schedule(now, terms, at("2026-01-11")).effective).toBe("2026-02-10T00:00:00Z");
});
