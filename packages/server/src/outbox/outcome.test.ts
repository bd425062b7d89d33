import { expect, test } from "vitest";
import { isOutage, judgeFailure } from "./outcome.ts";

const terms = { first: 1000, longest: 8000, unsure: 4000, giveUp: 100_000 };
const judge = (error: object, whole = false, attempt = 1, age = 0, unsure = 0) =>
  judgeFailure(error, { whole, attempt, unsure, age }, terms);

test("a reply decides, whatever had been sent", () => {
  expect(judge({ code: "EMESSAGE", responseCode: 550, response: "550 5.1.1 <ada@x.example>" }, true)).toEqual({
    state: "failed",
    outcome: "550 5.1.1",
    gone: true,
  });
  expect(judge({ code: "EMESSAGE", responseCode: 451 }, true)).toMatchObject({ state: "queued", outcome: "451" });
});

test.each([
  ["5.1.1", true],
  ["5.1.10", true],
  ["5.2.1", true],
  ["5.2.2", false],
  ["5.7.1", false],
  ["5.1.7", false],
])("550 %s: whether the address is gone is %s", (status, gone) => {
  const outcome = judge({ code: "EENVELOPE", responseCode: 550, response: `550 ${status} no` });
  expect(outcome.state === "failed" && (outcome.gone ?? false)).toBe(gone);
});

test("a refused login or greeting is no refusal of the mail", () => {
  expect(judge({ code: "EAUTH", responseCode: 535 })).toMatchObject({ state: "queued", outcome: "535" });
  expect(judge({ code: "ECONNECTION", responseCode: 554 })).toMatchObject({ state: "queued" });
  expect(isOutage({ code: "EAUTH", responseCode: 535 })).toBe(true);
  expect(isOutage({ code: "EENVELOPE", responseCode: 550 })).toBe(false);
});

test("without a reply it depends on whether the whole message had left: it is sent again later and later, for days", () => {
  expect(judge({ code: "ECONNECTION" })).toMatchObject({ state: "queued" });
  for (const unsure of [0, 1, 2, 3, 9]) {
    const outcome = judge({ code: "ECONNECTION" }, true, 1, 0, unsure);
    if (outcome.state !== "unknown") throw new Error("expected it to be unknown");
    expect(outcome.delay).toBeGreaterThanOrEqual(2000 * 2 ** unsure);
    expect(outcome.delay).toBeLessThanOrEqual(4000 * 2 ** unsure);
  }
  expect(judge({ code: "ECONNECTION" }, true, 1, 100_001)).toEqual({
    state: "failed",
    outcome: "gave up: ECONNECTION",
  });
});

test("delays grow, with jitter, up to a ceiling; after days a mail is given up", () => {
  const delays = Array.from({ length: 200 }, (_, at) => judge({ code: "EDNS" }, false, (at % 10) + 1));
  for (const [at, outcome] of delays.entries()) {
    const full = Math.min(8000, 1000 * 2 ** (at % 10));
    if (outcome.state !== "queued") throw new Error("expected another attempt");
    expect(outcome.delay).toBeGreaterThanOrEqual(full / 2);
    expect(outcome.delay).toBeLessThanOrEqual(full);
  }
  expect(new Set(delays.map((outcome) => "delay" in outcome && outcome.delay)).size).toBeGreaterThan(50);
  expect(judge({ code: "EDNS" }, false, 9, 100_001)).toEqual({ state: "failed", outcome: "gave up: EDNS" });
});
