import type { Change, Feed, LogEntry } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { noticeBlocks } from "../mail/facts.ts";
import { mailReader } from "../mail/reader.ts";
import { noticeOf, publicationOf } from "./notice.ts";
import { type NoticeReader, tailor } from "./tailor.ts";

const ownDay = "2026-03-04T00:00:00Z";
const announced: Change = {
  ...{ id: "2.1", kind: "added", mode: "announcement", subject: { type: "subprocessor", id: "one" }, name: "One" },
  ...{ announced: "2026-01-02T00:00:00Z", effective: "2026-01-13T00:00:00Z" },
  window: {
    ...{ opens: "2026-01-02T00:00:00Z", deadline: "2026-01-12T23:59:59Z" },
    segments: [{ id: "big", deadline: "2026-01-22T23:59:59Z", effective: ownDay }],
  },
  content: [{ op: "put", type: "subprocessor", item: { id: "one", name: "One" } }],
};
const emergency: Change = { ...announced, mode: "emergency", effective: announced.announced };

const undoneAt = (at: string): Change => ({
  ...{ ...emergency, id: "3.1", mode: "withdrawal", announced: at, effective: at, window: undefined },
  content: [{ op: "drop", type: "subprocessor", id: "one", name: "One" }],
  touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/one"] },
});

const movedTo = (effective: string): Change => ({
  ...{ ...announced, id: "3.1", mode: "move", announced: "2026-01-05T00:00:00Z", effective, window: undefined },
  content: [],
  touches: { how: "moves", change: "2.1" },
});

const contract = { segment: "big", services: [], noticePeriod: null, owedFrom: 0, addedAt: 0 };

/** Rows of what customers read who have an own day. */
function told(log: Change[], untold: Change[], open: Change[], who: Partial<NoticeReader> = {}): string[] {
  const published = log.at(-1)?.announced as string;
  const feed: Feed = {
    type: "feed",
    format: 1,
    version: 3,
    published,
    publisher: { name: "P" },
    subprocessors: [],
    open,
  };
  const entryOf = (change: Change): LogEntry => {
    return { type: "change", at: change.announced, feed: { version: 3, sha256: "ab" }, change };
  };
  const state = { address: "https://p.example/", pin: "sha256-x", version: 3, sha256: "ab", feed, receiptKids: [] };
  const notice = noticeOf(
    publicationOf({ ...state, log: { size: log.length, root: "" } }),
    { untold: untold.map(entryOf), log: log.map(entryOf), until: log.length },
    Date.parse(published),
  );
  const toldAt = Date.parse(published);
  const own = tailor(notice, { isSubscriber: false, contracts: [contract], toldAt, told: new Set(), ...who });
  return noticeBlocks(own, mailReader("en", feed)).flatMap((block) =>
    block.type === "facts" ? block.facts.map((row) => row.join(": ")).filter((row) => !row.endsWith("Not stated")) : [],
  );
}

const daysIn = (rows: string[]) => rows.filter((row) => /^(In effect|Objection|Change)/.test(row));

test("what cannot wait is in effect for a customer whose notice is longer too, who has its own time to object", () => {
  expect(daysIn(told([emergency], [emergency], [emergency]))).toEqual([
    "Change: Without the notice period: New",
    "In effect: 2 Jan 2026, 00:00 UTC",
    "Objection deadline: 22 Jan 2026, 23:59 UTC",
  ]);
});

test("an emergency that is undone was in effect from its first day on, for every reader", () => {
  const undone = undoneAt("2026-01-20T00:00:00Z");
  const rows = ["Change: Withdrawn: New", "In effect: 2 Jan 2026, 00:00 UTC → 20 Jan 2026, 00:00 UTC"];
  for (const who of [{}, { isSubscriber: true }, { isSubscriber: true, contracts: [] }])
    expect(daysIn(told([emergency, undone], [undone], [], who))).toEqual(rows);
});

describe("another day", () => {
  const open = (by: Change) => [{ ...announced, effective: by.effective }];

  test("before a customer's own moves nothing for it, and its own stays", () => {
    const moved = movedTo("2026-02-20T00:00:00Z");
    expect(told([announced, moved], [moved], open(moved))).toEqual([]);
    expect(daysIn(told([announced, moved], [announced, moved], open(moved)))).toEqual([
      ...["Change: New", "In effect: 4 Mar 2026, 00:00 UTC", "Objection deadline: 22 Jan 2026, 23:59 UTC"],
    ]);
  });

  test("behind it is that customer's too", () => {
    const moved = movedTo("2026-04-20T00:00:00Z");
    const row = "In effect: 4 Mar 2026, 00:00 UTC → 20 Apr 2026, 00:00 UTC";
    expect(daysIn(told([announced, moved], [moved], open(moved)))).toContain(row);
    expect(daysIn(told([announced, moved], [announced], open(moved)))).toContain("In effect: 20 Apr 2026, 00:00 UTC");
  });
});

test("to a customer without whose approval nothing starts no day is told", () => {
  const segments = [{ id: "big", deadline: "2026-01-22T23:59:59Z", effective: null }];
  const asked = { ...announced, window: { ...announced.window, segments } } as Change;
  expect(daysIn(told([asked], [asked], [asked]))).toContain("In effect: Once it is approved");
});

test("a correction has the deadline of its reader alone", () => {
  const corrected: Change = { ...movedTo(""), mode: "correction", touches: { how: "corrects", change: "2.1" } };
  const right = { ...corrected, effective: announced.effective, content: announced.content };
  expect(daysIn(told([announced, right], [right], [announced])).slice(1)).toEqual([
    "In effect: 4 Mar 2026, 00:00 UTC",
    "Objection deadline: 22 Jan 2026, 23:59 UTC",
  ]);
});

test("whom a change concerns is said, where that is not everybody, and of what is taken back too", () => {
  const some: Change = { ...announced, audience: ["big", "small"] };
  const off: Change = { ...undoneAt("2026-01-03T00:00:00Z"), content: [] };
  const row = "Customer segment: big, small";
  expect(told([some], [some], [some])).toContain(row);
  expect(told([some, off], [off], [])).toContain(row);
  expect(told([announced], [announced], [announced]).join()).not.toContain("Customer segment");
});
