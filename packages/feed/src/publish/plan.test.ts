import { expect, test } from "vitest";
import type { Feed, FeedContent } from "../document/feed.ts";
import { planVersion } from "./plan.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");
const content = (...subprocessors: FeedContent["subprocessors"]): FeedContent => ({
  publisher: { name: "P" },
  noticeTerms: { noticePeriod: "P30D" },
  subprocessors,
});
const statuses = ({ subprocessors }: Feed) =>
  Object.fromEntries(subprocessors.map(({ id, status }) => [id, status ?? "active"]));
const kinds = (changes: readonly { kind: string; subject: { id?: string | undefined } }[]) =>
  changes.map(({ kind, subject }) => `${kind} ${subject.id ?? "all"}`);

const old = { id: "old", name: "Old" };
const heir = { id: "heir", name: "Heir", replaces: ["old"] };

test("what is replaced stays in use until its successor may start", () => {
  const first = planVersion(content(old), undefined, start);
  const announced = planVersion(content(heir), first.feed, start + day);
  expect(kinds(announced.changes)).toEqual(["replaced heir"]);
  expect(statuses(announced.feed)).toEqual({ heir: "planned", old: "sunset" });
  const between = planVersion(content(heir), announced.feed, start + 10 * day);
  expect(between.changes).toEqual([]);
  const after = planVersion(content(heir), announced.feed, start + 40 * day);
  expect(kinds(after.changes).sort()).toEqual(["effective heir", "removed old"]);
  expect(statuses(after.feed)).toEqual({ heir: "active", old: "former" });
  expect(after.feed.upcoming).toBeUndefined();
  const later = planVersion(content(heir), after.feed, start + 41 * day);
  expect(later.changes).toEqual([]);
});

test("an addition is planned until its day, then active, without the vendor touching the file", () => {
  const first = planVersion(content(old), undefined, start);
  const second = planVersion(content(old, { id: "new", name: "New" }), first.feed, start + day);
  expect(statuses(second.feed)).toEqual({ old: "active", new: "planned" });
  const third = planVersion(content(old, { id: "new", name: "New" }), second.feed, start + 45 * day);
  expect(kinds(third.changes)).toEqual(["effective new"]);
  expect(third.feed.subprocessors[1]).toMatchObject({ status: "active", since: "2026-02-11" });
});

test("a planned entry that is withdrawn leaves no former entry", () => {
  const first = planVersion(content(old), undefined, start);
  const second = planVersion(content(old, { id: "new", name: "New" }), first.feed, start + day);
  const third = planVersion(content(old), second.feed, start + 2 * day);
  expect(kinds(third.changes)).toEqual(["removed new"]);
  expect(statuses(third.feed)).toEqual({ old: "active" });
  expect(third.feed.upcoming).toBeUndefined();
});

test("what is listed for completeness alone gets no window", () => {
  const first = planVersion(content(old), undefined, start);
  const { changes } = planVersion(content(old, { id: "v", name: "V", role: "vendor" }), first.feed, start + day);
  expect(changes).toMatchObject([{ kind: "added" }]);
  expect(changes[0]?.objection).toBeUndefined();
});

test("nothing changed is no version", () => {
  const first = planVersion(content(old), undefined, start);
  expect(planVersion(content(old), first.feed, start + day)).toEqual({ feed: first.feed, changes: [] });
});
