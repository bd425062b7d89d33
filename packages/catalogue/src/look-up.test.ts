import fc from "fast-check";
import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { lookUp } from "./look-up.ts";

const idsOf = (name: string) =>
  lookUp(name)
    ?.processors.map(({ id }) => id)
    .sort();

test.each([
  ["Stripe", "name", ["stripe"]],
  ["  stripe ", "name", ["stripe"]],
  ["AWS", "spelling", ["aws"]],
  ["Functional Software, Inc.", "spelling", ["sentry"]],
  ["Vercel, Incorporated", "bare", ["vercel"]],
  ["Datadog (monitoring)", "bare", ["datadog"]],
  ["Peaberry / Customer.io", "part", ["customer-io"]],
  ["Carry Technologies, Inc. dba Hightouch", "part", ["hightouch"]],
] as const)("%s is found by %s", (name, step, ids) => {
  expect(lookUp(name)?.step).toBe(step);
  expect(idsOf(name)).toEqual(ids);
});

test("products of one company stay apart", () => {
  expect(idsOf("Google Analytics")).toEqual(["google-analytics"]);
  expect(idsOf("Google Cloud Platform")).toEqual(["google-cloud"]);
  // The company behind both says nothing about which.
  expect(idsOf("Google LLC")).toEqual(["google"]);
  expect(idsOf("Twilio (SendGrid)")).toEqual(["twilio-sendgrid"]);
  expect(idsOf("Microsoft (GitHub)")).toEqual(["github", "microsoft"]);
  expect(idsOf("Vercel / Neon")).toEqual(["neon", "vercel"]);
});

test.each(["", "()", "Inc.", "Acme Widgets", "TBD", "Texas"])("%j is nobody", (name) => {
  expect(lookUp(name)).toBeUndefined();
});

test("each name and spelling leads to its processor, whatever case, blanks and legal form it has", () => {
  const spellings = catalogue().processors.flatMap(({ id, name, names = [] }) =>
    [name, ...names.map(({ value }) => value)].map((spelling) => ({ id, spelling })),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...spellings),
      fc.constantFrom(
        (text: string) => text,
        (text: string) => text.toUpperCase(),
        (text: string) => ` ${text}  `,
      ),
      ({ id, spelling }, change) => {
        expect(idsOf(change(spelling))).toContain(id);
      },
    ),
    { numRuns: 400 },
  );
});

test("no text makes it fail", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: "grapheme" }), (text) => {
      lookUp(text);
    }),
  );
});
