import fc from "fast-check";
import { expect, test } from "vitest";
import { toInstant } from "../document/date.ts";
import { windowSince } from "./window-since.ts";

const day = 24 * 60 * 60 * 1000;
const window = {
  opens: "2026-11-01T00:00:00Z",
  deadline: "2026-11-30T23:59:59Z",
  segments: [{ id: "big", deadline: "2026-12-30T23:59:59Z", effective: null }],
};

test("an entry that is dated back leaves less than its period, and says from when the period would count", () => {
  expect(windowSince(window, "2026-11-28T09:36:00Z")).toEqual({
    period: 30 * day,
    left: 2.6 * day,
    isShort: true,
    counted: "2026-12-28T09:35:59Z",
  });
  expect(windowSince(window, "2026-12-24T00:00:00Z")).toMatchObject({ left: 0, isShort: true });
  expect(windowSince(window, "2026-12-24T00:00:00Z", "big")).toMatchObject({ period: 60 * day, left: 7 * day });
});

test("a witness that signs within the day makes no window short, nor one that signed before it opened", () => {
  expect(windowSince(window, "2026-11-01T23:00:00Z")).toMatchObject({
    isShort: false,
    left: 30 * day - 23 * 3_600_000,
  });
  expect(windowSince(window, "2026-10-01T00:00:00Z")).toEqual({
    period: 30 * day,
    left: 30 * day,
    isShort: false,
    counted: window.deadline,
  });
});

test("what is left and what was lost make the period, and it counts whole from the provable time", () => {
  const opens = Date.parse(window.opens);
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 90 }), (days) => {
      const since = opens + days * day;
      const { period, left, isShort, counted } = windowSince(window, toInstant(since));
      expect(left).toBe(Math.min(period, Math.max(0, period - Math.max(0, days) * day)));
      expect(isShort).toBe(days >= 1);
      expect(Date.parse(counted) + 1000 - Math.max(opens, since)).toBe(period);
    }),
  );
});
