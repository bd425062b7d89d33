import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../document/check.ts";
import { feedSchema } from "../document/feed.ts";
import { mockContent } from "../mock/content.ts";
import { checkFeed } from "./feed.ts";

const entries = Array.from({ length: 4_100 }, (_, at) => ({ id: `e${at}`, name: `Company ${at}` }));
const feed = {
  type: "feed",
  format: 1,
  version: 1,
  published: "2026-01-01T00:00:00Z",
  ...mockContent({ subprocessors: [] }),
};

const outcome = (work: () => unknown) =>
  Promise.resolve()
    .then(work)
    .then(
      (found) => ({ found }),
      ({ code, message, evidence }) => ({ code, message, evidence }),
    );

test("a long list is what it is when it is checked whole, and so is what is wrong with it", async () => {
  const wrong = fc.constantFrom<unknown>(null, 1, "x", {}, { id: 1 }, { id: "", name: "" }, [], { id: "a", name: {} });
  const places = fc.uniqueArray(fc.nat(entries.length - 1), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(places, wrong, fc.boolean(), async (at, value, other) => {
      const subprocessors: unknown[] = [...entries];
      for (const place of at) subprocessors[place] = value;
      const whole = { ...feed, subprocessors, ...(other && { version: 0 }) };
      expect(await outcome(() => checkFeed(whole, async () => {}))).toEqual(
        await outcome(() => check(feedSchema, whole, "the feed")),
      );
    }),
    { numRuns: 20 },
  );
});

test.each([
  null,
  [],
  "x".repeat(5_000),
  { ...feed, subprocessors: "x".repeat(5_000) },
  { ...feed, subprocessors: null },
])("what is no list is refused in the same words", async (value) => {
  const found = await outcome(() => checkFeed(value, async () => {}));
  expect(found).toEqual(await outcome(() => check(feedSchema, value, "the feed")));
  expect(found).toMatchObject({ code: "malformed" });
});

test("between the slices of a long list there are pauses", async () => {
  let pauses = 0;
  await checkFeed({ ...feed, subprocessors: entries }, async () => void pauses++);
  expect(pauses).toBeGreaterThanOrEqual(3);
});
