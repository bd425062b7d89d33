import { expect, test } from "vitest";
import { type ErrorCode, isAlarm, meaningOf, meanings } from "./errors.ts";

const codes = Object.keys(meanings) as ErrorCode[];

test("what has an honest cause is never called an attack", () => {
  for (const code of codes.filter((code) => meanings[code].cause === "honest")) {
    for (const evidence of [{}, { issues: [] }]) expect([code, isAlarm({ code, evidence })]).toEqual([code, false]);
  }
});

test("only what an honest vendor meets too shows the last copy as the list", () => {
  const shown = codes.filter((code) => meanings[code].showsLast);
  expect(shown.map((code) => [code, meanings[code].cause])).toEqual(shown.map((code) => [code, "honest"]));
  expect(shown).toEqual(["expired", "network", "timeout"]);
});

test("an address of another form is a mistake, a document of another form is not", () => {
  expect(isAlarm({ code: "malformed", evidence: { address: "x" } })).toBe(false);
  expect(isAlarm({ code: "malformed", evidence: { issues: [{ path: "feed" }] } })).toBe(true);
});

test("a code that nobody knows is taken for an attack", () => {
  const unknown = "later-code" as ErrorCode;
  expect(isAlarm({ code: unknown, evidence: {} })).toBe(true);
  expect(meaningOf(unknown)).toMatchObject({ exit: "failed" });
});
