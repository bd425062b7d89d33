import type { Change, Feed } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { type Concerns, concernsIn, isConcerned } from "./concerns.ts";

const feed = (subprocessors: { id: string; services?: string[] }[]): Feed => ({
  type: "feed",
  format: 1,
  version: 1,
  published: "2026-01-01T00:00:00Z",
  publisher: { name: "Acme" },
  services: [
    { id: "mail", name: "Mail" },
    { id: "store", name: "Store" },
  ],
  subprocessors: subprocessors.map(({ id, ...more }) => ({ id, name: id, ...more })),
});

const change = (more: Partial<Change>): Change => ({
  id: "2.1",
  kind: "added",
  mode: "announcement",
  subject: { type: "subprocessor", id: "one" },
  announced: "2026-01-01T00:00:00Z",
  effective: "2026-02-01T00:00:00Z",
  content: [],
  ...more,
});

const put = (services?: string[]) => ({
  op: "put" as const,
  type: "subprocessor" as const,
  item: { id: "one", name: "One", ...(services && { services }) },
});
const set = (field: string, before: unknown, after: unknown) => {
  return { op: "set" as const, type: "subprocessor" as const, id: "one", field, before, after };
};
const lists = [feed([{ id: "one", services: ["mail"] }, { id: "any" }])];

describe("the services of a change", () => {
  test.each<[string, Partial<Change>, string[] | null]>([
    ["what comes names its own", { content: [put(["store"])] }, ["mail", "store"]],
    ["what comes without any is for all", { content: [put()] }, null],
    [
      "what leaves had them in the list before",
      { content: [{ op: "drop", type: "subprocessor", id: "one" }] },
      ["mail"],
    ],
    ["what leaves and is not known is for all", { content: [{ op: "drop", type: "subprocessor", id: "gone" }] }, null],
    ["an entry without any is for all", { content: [{ op: "drop", type: "subprocessor", id: "any" }] }, null],
    [
      "more services: those before and after",
      { content: [set("services", ["mail"], ["mail", "store"])] },
      ["mail", "store"],
    ],
    ["services taken off: from then on for all", { content: [set("services", ["mail"], undefined)] }, null],
    ["another fact: those of the entry", { content: [set("locations", [], [])] }, ["mail"]],
    ["a service is its own", { content: [{ op: "set", type: "service", id: "store", field: "name" }] }, ["store"]],
    ["the terms are everybody's", { content: [{ op: "set", type: "terms", field: "rules" }] }, null],
    ["without content the subject tells", { content: [] }, ["mail"]],
  ])("%s", (_name, more, services) => {
    const found = concernsIn(lists)(change(more), undefined).services;
    expect(found && [...found].sort()).toEqual(services);
  });

  test("what touches a change concerns all whom that concerned", () => {
    const touches = { how: "amends" as const, change: "1.1", atoms: [] };
    const touched: Concerns = { services: ["store"], segments: ["bank"] };
    const found = concernsIn(lists)(change({ content: [set("name", "a", "b")], touches, audience: ["eu"] }), touched);
    expect({ services: [...(found.services ?? [])].sort(), segments: found.segments }).toEqual({
      services: ["mail", "store"],
      segments: ["eu", "bank"],
    });
    const withdrawn = change({ touches: { how: "withdraws", change: "1.1", atoms: [] } });
    expect(concernsIn(lists)(withdrawn, touched).segments).toEqual(["bank"]);
  });
});

describe("a recipient is concerned", () => {
  const known = { services: ["mail", "store"], segments: ["bank", "eu"] };
  const concerns: Concerns = { services: ["mail"], segments: ["bank"] };
  test.each([
    [[], null, true],
    [["mail"], "bank", true],
    [["store"], "bank", false],
    [["mail"], "eu", false],
    [["mail", "store"], null, true],
    // What the feed no longer knows: in doubt it is told.
    [["renamed"], "bank", true],
    [["mail"], "renamed", true],
  ])("with services %j in segment %s: %s", (services, segment, expected) => {
    expect(isConcerned({ services, segment }, concerns, known)).toBe(expected);
  });

  test("by a change of which nothing is known", () => {
    expect(isConcerned({ services: ["store"], segment: "eu" }, undefined, known)).toBe(true);
    expect(isConcerned({ services: ["store"], segment: "eu" }, concerns, undefined)).toBe(true);
  });
});
