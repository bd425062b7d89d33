import type { Subprocessor } from "@trust-center/feed";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdentities } from "./ids.ts";
import { type PastList, pastOf } from "./past.ts";

const options = { file: "list.md", language: "en" };

const listAt = (day: number, entries: Subprocessor[], labels = ["Name", "Purpose"]): PastList => ({
  commit: String(day).padStart(40, "0"),
  committed: `2025-01-${String(day).padStart(2, "0")}T23:30:00Z`,
  entries,
  labels,
});
const entry = (name: string, more: Partial<Subprocessor> = {}): Subprocessor => ({
  id: name.toLowerCase().replace(/\W+/g, "-"),
  name,
  ...more,
});
const kinds = (lists: PastList[]) =>
  pastOf(lists, lists.at(-1)?.entries ?? [], options).changes.map(({ date, kind, name }) => [date, kind, name]);

test("what came, left, came back and changed is told on the day of its commit", () => {
  const cloud = entry("Cloud One", { locations: [{ country: "US" }] });
  const moved = { ...cloud, locations: [{ country: "DE" }] };
  const lists = [
    listAt(1, [cloud, entry("Mail")]),
    listAt(2, [moved, entry("Mail"), entry("Desk")]),
    listAt(3, [moved, entry("Desk")]),
    listAt(4, [entry("Mail"), moved, entry("Desk")]),
  ];
  expect(kinds(lists)).toEqual([
    ["2025-01-01", "initial", undefined],
    ["2025-01-02", "location", "Cloud One"],
    ["2025-01-02", "added", "Desk"],
    ["2025-01-03", "removed", "Mail"],
    ["2025-01-04", "restored", "Mail"],
  ]);
  const { changes } = pastOf(lists, [], options);
  expect(changes[0]?.text).toBe("Cloud One; Mail\nFrom the history of list.md, commit 000000000000.");
  expect(changes[1]?.text).toMatch(/^Location: United States → Germany\nFrom the history of/);
});

test("wording, order, and the same words under another heading are no change; a swap of facts is one", () => {
  const named = (label: string, value: string, more = {}) =>
    entry("Cloud One", { details: [{ label, value }], ...more });
  const lists = [
    listAt(1, [named("Use", "hosting of data"), entry("Mail")]),
    listAt(2, [entry("Mail"), named("Use", "Hosting of data.")]),
    listAt(3, [entry("Mail"), entry("Cloud One", { purposes: ["Hosting of data."] })], ["Name", "Purpose of it"]),
  ];
  const { told, wording } = pastOf(lists, [], options);
  // A detail's value is prose, and its white space, case and full stop are wording.
  expect([told, wording]).toEqual([0, 2]);
  const swapped = [
    listAt(1, [named("Store", "US", { purposes: ["DE"] })]),
    listAt(2, [named("Store", "DE", { purposes: ["US"] })]),
  ];
  expect(pastOf(swapped, [], options).told).toBe(1);
});

test("a renamed row keeps its id, and says so; of two that it may be it is neither", () => {
  const before = [entry("Harbour Hosting GmbH"), entry("Mail")];
  const lists = [listAt(1, before), listAt(2, [entry("Harbour Cloud GmbH"), entry("Mail")])];
  const { changes, entries } = pastOf(lists, [entry("Harbour Cloud GmbH"), entry("Mail")], options);
  expect(changes.slice(1)).toMatchObject([{ kind: "renamed", name: "Harbour Cloud GmbH" }]);
  expect(entries.map(({ id }) => id)).toEqual(["harbour-hosting-gmbh", "mail"]);
  const two = [listAt(1, [entry("Harbour Hosting"), entry("Harbour Mail")]), listAt(2, [entry("Harbour Cloud")])];
  expect(
    kinds(two)
      .slice(1)
      .map(([, kind]) => kind),
  ).toEqual(["added", "removed", "removed"]);
});

test("another company in the place of a row, with the same facts, is another entry", () => {
  const facts = { purposes: ["Sending e-mail"], locations: [{ country: "US" }] };
  const lists = [listAt(1, [entry("Pigeon", facts)]), listAt(2, [entry("Dove", facts)])];
  expect(
    kinds(lists)
      .slice(1)
      .map(([, kind, name]) => [kind, name]),
  ).toEqual([
    ["added", "Dove"],
    ["removed", "Pigeon"],
  ]);
});

test("what is said of a change is said in the list's language", () => {
  const lists = [listAt(1, [entry("Nube")]), listAt(2, [entry("Nube", { locations: [{ country: "DE" }] })])];
  const { changes } = pastOf(lists, [], { ...options, language: "es" });
  expect(changes[1]?.text).toMatch(/Alemania\nDel historial de list\.md, commit 0{12}\.$/);
});

// Laws.

const names = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Elm Two", "Fir GmbH", "Fir AG"];
const anyEntries = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...names), purpose: fc.constantFrom("Hosting", "Mail", "mail.") }), {
    selector: ({ name }) => name,
    maxLength: 5,
  })
  .map((all) => all.map(({ name, purpose }) => entry(name, { purposes: [purpose] })));
const anyHistory = fc
  .array(anyEntries, { minLength: 1, maxLength: 8 })
  .map((all) => all.map((entries, at) => listAt(at + 1, entries)));

test("replayed, the dated changes give the names of every revision", () => {
  fc.assert(
    fc.property(anyHistory, (lists) => {
      const { changes } = pastOf(lists, [], options);
      let state = new Set<string>();
      for (const { committed, entries } of lists) {
        for (const { date, kind, name, text } of changes) {
          if (date !== committed.slice(0, 10)) continue;
          const line = String(text).split("\n")[0] ?? "";
          if (kind === "initial" && entries.length > 0) state = new Set(line.split("; "));
          if (kind === "removed") state.delete(String(name));
          if (kind === "added" || kind === "restored") state.add(String(name));
          if (kind === "renamed") {
            const [, old = "", now = ""] = /^Name: (.*) → (.*)$/.exec(line) ?? [];
            expect(state.delete(old)).toBe(true);
            state.add(now);
          }
        }
        expect([...state].sort()).toEqual(entries.map(({ name }) => String(name)).sort());
      }
    }),
    { numRuns: 150 },
  );
});

test("ids stand once in a revision, and are never another company's; a history told twice is told the same", () => {
  fc.assert(
    fc.property(anyHistory, (lists) => {
      expect(pastOf(lists, [], options)).toEqual(pastOf(structuredClone(lists), [], options));
      const identities = createIdentities();
      const companies = new Map<string, Set<string>>();
      for (const { entries } of lists) {
        const now = identities.next(entries);
        expect(new Set(now.map(({ id }) => id)).size).toBe(now.length);
        for (const { id, name } of now) {
          const all = companies.get(id) ?? new Set();
          companies.set(id, all.add(String(name).split(" ")[0] as string));
        }
      }
      // Names that share no word are of two companies.
      for (const all of companies.values()) expect(all.size).toBe(1);
    }),
    { numRuns: 150 },
  );
});
