import { expect, test } from "vitest";
import { atomSchema } from "./change.ts";

const set = (field: string, after?: unknown, before?: unknown) => ({
  op: "set",
  type: "subprocessor",
  id: "a",
  field,
  before,
  after,
});

test.each([
  ["a fact of the format", set("locations", [{ country: "DE" }])],
  ["a fact that is taken away", set("locations", undefined, [{ country: "DE" }])],
  ["a member that the format does not know", set("x-team", { any: 1 })],
  ["an arrival", { op: "put", type: "subprocessor", item: { id: "a", name: "A" } }],
  ["terms", { op: "set", type: "terms", field: "noticePeriod", after: "P30D" }],
])("%s passes", (_what, atom) => expect(atomSchema.safeParse(atom).success).toBe(true));

test.each([
  ["an unsafe link", set("links", [{ url: "javascript:alert(1)" }])],
  ["an unsafe link as what was", set("links", [], [{ url: "javascript:alert(1)" }])],
  ["another form", set("locations", "Germany")],
  ["a name taken away", set("name")],
  ["an id", set("id", "b")],
  ["an arrival without a name", { op: "put", type: "subprocessor", item: { id: "a" } }],
  [
    "an arrival with an unsafe link",
    { op: "put", type: "policy", item: { id: "p", title: "P", link: { url: "data:x" } } },
  ],
  ["another operation", { op: "merge", type: "subprocessor", id: "a" }],
  ["a field that every object has", set("__proto__", 1)],
])("%s is refused", (_what, atom) => expect(atomSchema.safeParse(atom).success).toBe(false));
