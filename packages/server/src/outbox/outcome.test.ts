import { expect, test } from "vitest";
import { isOutage, judgeFailure } from "./outcome.ts";

const terms = { first: 1000, longest: 8000, giveUp: 100_000 };
const judge = (error: object, began = false, attempt = 1, age = 0) =>
  judgeFailure(error, { began, attempt, age }, terms);

test("a reply decides, whatever had been sent", () => {
  expect(judge({ code: "EMESSAGE", responseCode: 550, response: "550 5.1.1 <ada@x.example>" }, true)).toEqual({
    state: "failed",
    outcome: "550 5.1.1",
  });
  expect(judge({ code: "EMESSAGE", responseCode: 451 }, true)).toMatchObject({ state: "queued", outcome: "451" });
});

test("a refused login or greeting is no refusal of the mail", () => {
  expect(judge({ code: "EAUTH", responseCode: 535 })).toMatchObject({ state: "queued", outcome: "535" });
  expect(judge({ code: "ECONNECTION", responseCode: 554 })).toMatchObject({ state: "queued" });
  expect(isOutage({ code: "EAUTH", responseCode: 535 }, false)).toBe(true);
  expect(isOutage({ code: "EENVELOPE", responseCode: 550 }, false)).toBe(false);
});

test("without a reply it depends on whether the message had begun", () => {
  expect(judge({ code: "ECONNECTION" })).toMatchObject({ state: "queued" });
  expect(judge({ code: "ECONNECTION" }, true)).toEqual({ state: "unknown", outcome: "ECONNECTION" });
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
