import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FeedContent } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { diffFeeds } from "./diff.ts";

const list = (...subprocessors: Subprocessor[]): FeedContent => ({ publisher: { name: "P" }, subprocessors });
const kinds = (before: FeedContent, after: FeedContent) =>
  diffFeeds(before, after).map(({ kind, subject }) => `${kind} ${subject.id}`);

const cloud: Subprocessor = {
  id: "cloud",
  name: "Cloud One",
  purposes: ["Hosting", "Backups"],
  locations: [{ country: "DE" }, { country: "IE" }],
  transferMechanisms: [{ type: "dpf" }, { type: "scc" }],
};

describe("wording and order alone", () => {
  test("another order of entries is nothing", () => {
    expect(kinds(list(cloud, { id: "b", name: "B" }), list({ id: "b", name: "B" }, cloud))).toEqual([]);
  });
  test("another order of purposes, other case and punctuation are a correction", () => {
    expect(kinds(list(cloud), list({ ...cloud, purposes: ["backups.", "HOSTING"] }))).toEqual(["corrected cloud"]);
  });
  test("a new id for the same name is no removal", () => {
    expect(
      kinds(list(cloud), list({ ...cloud, id: "cloud-one" })).filter((kind) => kind.startsWith("removed")),
    ).toEqual([]);
  });
  test("a longer spelling under a new id is no removal", () => {
    expect(kinds(list(cloud), list({ ...cloud, id: "c1", name: "Cloud One GmbH" }))).toEqual(["corrected c1"]);
  });
  test("any order and any case of any list never removes or adds", () => {
    const entry = fc.record({
      name: fc.stringMatching(/^[a-z]{3,8} [a-z]{3,8}$/),
      purposes: fc.array(fc.stringMatching(/^[a-z ]{3,12}$/), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (entries, seeds) => {
          const before = entries.map((entry, at) => ({ id: `e${at}`, ...entry }));
          const after = before
            .map((entry) => ({
              entry: { ...entry, name: entry.name.toUpperCase(), purposes: [...entry.purposes].reverse() },
              key: seeds.next().value ?? 0,
            }))
            .sort((a, b) => a.key - b.key)
            .map(({ entry }) => entry);
          const found = diffFeeds(list(...before), list(...after)).map(({ kind }) => kind);
          expect(found.filter((kind) => kind !== "corrected")).toEqual([]);
        },
      ),
    );
  });
});

describe("what a reader must hear of", () => {
  test("a namesake with a number is another company", () => {
    expect(kinds(list({ id: "a", name: "Acme 1" }), list({ id: "b", name: "Acme 2" })).sort()).toEqual([
      "added b",
      "removed a",
    ]);
  });
  test("order of transfer mechanisms is order of reliance", () => {
    const swapped = [...(cloud.transferMechanisms ?? [])].reverse();
    expect(kinds(list(cloud), list({ ...cloud, transferMechanisms: swapped }))).toEqual(["transfer-mechanism cloud"]);
  });
  test("a replacement is one change, not an addition and a removal", () => {
    const found = diffFeeds(list(cloud), list({ id: "new", name: "New", replaces: ["cloud"] }));
    expect(found).toMatchObject([{ kind: "replaced", subject: { id: "new" }, replaces: ["cloud"] }]);
  });
  test("several kinds at once are told apart, with both values", () => {
    const found = diffFeeds(list(cloud), list({ ...cloud, locations: [{ country: "US" }], purposes: ["Mail"] }));
    expect(found.map(({ kind }) => kind).sort()).toEqual(["location", "purpose"]);
    expect(found.find(({ kind }) => kind === "location")?.fields).toEqual([
      { field: "locations", before: cloud.locations, after: [{ country: "US" }] },
    ]);
  });
});
