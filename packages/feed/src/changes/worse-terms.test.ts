import fc from "fast-check";
import { expect, test } from "vitest";
import { terms } from "./testing/histories.ts";
import { worseTerms } from "./worse-terms.ts";

const at = Date.parse("2026-01-10T12:00:00Z");
const entries = [{ id: "a", name: "A", category: "ai", locations: [{ country: "US" }] }];
const ask = (before: Parameters<typeof worseTerms>[0], after: Parameters<typeof worseTerms>[1]) =>
  worseTerms(before, after, { entries, at });

test("the same terms are no worse", () => {
  fc.assert(
    fc.property(terms, (one) => {
      expect(ask(one, one)).toEqual([]);
    }),
  );
});

test("no terms are worse than any that promise something, and nothing is worse than none", () => {
  fc.assert(
    fc.property(terms, (one) => {
      expect(ask(undefined, one)).toEqual([]);
    }),
  );
  expect(ask({ noticePeriod: "P30D" }, undefined)).toMatchObject([{ what: "objection" }, { what: "notice" }]);
});

test("30 days that become one are told with both, for the kinds that they are about", () => {
  expect(ask({ noticePeriod: "P30D" }, { noticePeriod: "P1D" })).toEqual([
    { what: "objection", kinds: ["added", "replaced", "restored", "legal-entity"], before: 30, after: 1 },
    { what: "notice", kinds: ["added", "replaced", "restored", "legal-entity"], before: 30, after: 1 },
  ]);
  expect(ask({ noticePeriod: "P1D" }, { noticePeriod: "P30D" })).toEqual([]);
});

test("a kind that is left out, an approval that is no longer asked for, a segment that loses its own dates", () => {
  const both = { noticePeriod: "P30D", appliesTo: ["added" as const, "location" as const] };
  expect(ask(both, { ...both, appliesTo: ["added"] })).toMatchObject([
    { what: "objection", kinds: ["location"], after: null },
    { what: "notice", kinds: ["location"], after: null },
  ]);
  expect(ask({ noticePeriod: "P30D", silence: "refused" }, { noticePeriod: "P30D" })).toMatchObject([
    { what: "approval", before: null, after: 30 },
  ]);
  const segments = [{ id: "big", name: "Big", noticePeriod: "P60D" }];
  expect(ask({ noticePeriod: "P30D", segments }, { noticePeriod: "P30D" })).toMatchObject([
    { what: "objection", segment: "big", before: 60, after: 30 },
    { what: "notice", segment: "big", before: 60, after: 30 },
  ]);
});

test("a rule that an entry of the list falls under is asked about too", () => {
  const base = { notice: "P10D" };
  const strict = { rules: [{ when: { category: ["ai"] }, notice: "P90D" }, base] };
  expect(ask(strict, { rules: [base] })).toContainEqual(
    expect.objectContaining({ what: "notice", before: 90, after: 10 }),
  );
});
