import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { day, hour } from "../time.ts";
import { endOfPeriod, readPeriod } from "./period.ts";

const start = Date.parse("2026-01-01T00:00:00Z");

test("a period is over no earlier than it would be if it counted from the receipt", () => {
  assert(
    property(
      integer({ min: 0, max: 3650 * 24 * 60 }),
      integer({ min: 0, max: hour }),
      integer({ min: 1, max: 400 }),
      (at, took, days) => {
        const toldAt = start + at * 60_000;
        const end = endOfPeriod(toldAt, `P${days}D`);
        expect(end).toBeGreaterThanOrEqual(toldAt + took + days * day - 1000);
        expect(new Date(end).toISOString()).toMatch(/T23:59:59\.000Z$/);
      },
    ),
  );
});

test("working days are more than as many calendar days", () => {
  assert(
    property(integer({ min: 0, max: 10_000 }), constantFrom(1, 5, 10, 30), (at, days) => {
      const toldAt = start + at * hour;
      const business = endOfPeriod(toldAt, readPeriod(`P${days}D business`) ?? "");
      expect(business).toBeGreaterThanOrEqual(endOfPeriod(toldAt, `P${days}D`));
      expect(new Date(business).getUTCDay() % 6).not.toBe(0);
    }),
  );
});

test.each(["", "P", "30", "P30", "30D", "P10D Business", "P1M business", "PT5H", "P-1D"])("%j is no period", (text) => {
  expect(readPeriod(text)).toBeUndefined();
});
