import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { day, hour, second } from "../time.ts";
import { judgeAnswer, webhookDelays } from "./judge.ts";

const now = Date.parse("2026-11-27T00:00:00Z");
const first = { failures: 0, isTest: false, now };

test("2xx alone is success; whatever else fails nine times over three days and more, and is given up with the tenth", () => {
  assert(
    property(integer({ min: 100, max: 599 }), integer({ min: 0, max: 12 }), (status, failures) => {
      const judged = judgeAnswer({ status, retryAfter: null }, { ...first, failures });
      const isTaken = status >= 200 && status < 300;
      expect(judged.state).toBe(
        isTaken ? "sent" : status === 410 || failures >= webhookDelays.length ? "failed" : "queued",
      );
      if (!("delay" in judged)) return;
      const delay = webhookDelays[failures] ?? 0;
      expect(judged.delay).toBeGreaterThanOrEqual(delay);
      expect(judged.delay).toBeLessThanOrEqual(delay * 1.1 + 1);
    }),
  );
  expect(webhookDelays).toEqual(webhookDelays.toSorted((one, other) => one - other));
  expect(webhookDelays.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3 * day);
});

test.each([
  ["3600", hour],
  ["Fri, 27 Nov 2026 02:00:00 GMT", 2 * hour],
  ["999999999", day],
  ["-1", 0],
  ["soon", 0],
  ["Thu, 26 Nov 2026 02:00:00 GMT", 0],
])("Retry-After: %s", (retryAfter, least) => {
  const judged = judgeAnswer({ status: 503, retryAfter }, first);
  expect("delay" in judged && judged.delay).toBeGreaterThanOrEqual(least);
  expect("delay" in judged && judged.delay).toBeLessThanOrEqual(Math.max(least, 6 * second));
});

test("an event for trying out is tried once", () => {
  assert(
    property(constantFrom(404, 429, 500), (status) => {
      const judged = judgeAnswer({ status, retryAfter: "1" }, { ...first, isTest: true });
      expect(judged).toEqual({ state: "failed", outcome: `${status}` });
    }),
  );
});
