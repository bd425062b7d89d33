import fc from "fast-check";
import { expect, test } from "vitest";
import { play, type Step, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import { replayed, saysTheSame } from "../conformance/independent/replay.ts";

/** What a log makes of the first list, by the specification alone (§11.5): another reader, written from its text. */

const numRuns = Number(process.env.LAW_RUNS ?? 300);

/** Terms by which a segment has its own dates, so that a change stays open behind its day. */
const enterprise = { when: { segment: ["enterprise"] }, objection: "P20D" };
const own = fc.constantFrom(
  ...["P60D", "P10D"].map((notice) => ({
    rules: [
      { ...enterprise, notice },
      { notice: "P30D", objection: "P14D" },
    ],
  })),
  {
    rules: [
      { ...enterprise, authorisation: "specific" as const },
      { notice: "P30D", objection: "P14D" },
    ],
  },
  {
    rules: [
      { ...enterprise, notice: "P7D" },
      { objection: "P14D", authorisation: "specific" as const },
    ],
  },
);

/** An entry leaves on a day before that of what was said of it; the list is published again once both are past. */
const voidOnTheWay: Step[] = [
  {
    edits: [{ op: "common", group: "g1", locations: undefined }],
    said: [{ subject: "a", reason: "", days: 31 }],
    wait: "none",
  },
  { edits: [{ op: "merge", id: "a", other: "c" }], said: [], wait: "fortnight" },
  { edits: [], said: [], wait: "fortnight" },
  { edits: [], said: [], wait: "fortnight" },
  { edits: [{ op: "title", title: "The list" }], said: [], wait: "none" },
];
const longer = {
  rules: [
    { ...enterprise, notice: "P60D" },
    { notice: "P30D", objection: "P14D" },
  ],
};

test("two readers make the same list of every log, after each version", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(terms, own), steps, async (terms, steps) => {
      const { first, feeds, log } = await play(terms, steps);
      for (const feed of feeds) {
        const until = log.filter((entry) => entry.feed.version <= feed.version);
        expect(saysTheSame(replayed(first, until), feed), `version ${feed.version}`).toBe(true);
      }
    }),
    { numRuns, examples: [[longer, voidOnTheWay]] },
  );
}, 600_000);
