import { describe, expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { changeFacts, changeFactText } from "./facts.ts";
import { contentOf } from "./from-fields.ts";
import type { Atom, ReadableContent } from "./shape.ts";
import { changeTitle } from "./title.ts";

const subject = { type: "subprocessor", id: "a" };
const change = (kind: ReadableContent["kind"], ...content: Atom[]): ReadableContent => ({
  kind,
  subject,
  name: "Alpha",
  content,
});
const lines = (content: ReadableContent, reader = testReader()) =>
  changeFacts(content, reader).map(
    (fact) => `${fact.of ? `${fact.of}: ` : ""}${fact.label}: ${changeFactText(fact, reader)}`,
  );

describe("titles", () => {
  test("say the kind and the name", () => {
    expect(changeTitle(change("added"), testReader("en"))).toBe("Added: Alpha");
    expect(changeTitle(change("legal-entity"), testReader("es"))).toBe("Cambio de entidad jurídica: Alpha");
    expect(changeTitle({ kind: "terms", subject: { type: "terms" }, content: [] }, testReader("de"))).toBe(
      "Mitteilungsbedingungen geändert",
    );
  });

  test("say what a replacement replaces", () => {
    const replaced = change("replaced", { op: "drop", type: "subprocessor", id: "old", name: "Omega" });
    expect(changeTitle(replaced, testReader("en"))).toBe("Replacement: Alpha replaces Omega");
    expect(changeTitle(replaced, testReader("de"))).toBe("Ersetzung: Alpha ersetzt Omega");
  });

  test("find the name of a group", () => {
    const names = { groups: [{ id: "eu", title: "EU hosting" }] };
    const group: ReadableContent = { kind: "location", subject: { type: "group", id: "eu" }, content: [] };
    expect(changeTitle(group, testReader("en", ["en"], names))).toBe("Location changed: EU hosting");
  });
});

describe("facts", () => {
  test("of a change: before and after, each under its label", () => {
    const set = (field: string, before: unknown, after: unknown): Atom => ({
      op: "set",
      type: "subprocessor",
      id: "a",
      field,
      before,
      after,
    });
    const moved = change(
      "location",
      set("locations", [{ country: "US" }], [{ country: "US" }, { country: "SG" }]),
      set("transferMechanisms", undefined, [{ type: "scc", modules: [3] }]),
      set("since", "2024", "2024-05"),
      set("officeHours", "9–5", null),
    );
    expect(lines(moved)).toEqual([
      "Location: United States → United States; Singapore",
      "Transfer mechanism: nothing → SCC (module 3)",
      "Since: 2024 → May 2024",
      " office hours: 9–5 → nothing".trimStart(),
    ]);
    expect(lines(moved, testReader("de"))[1]).toBe(
      "Übermittlungsgrundlage: nichts → Standardvertragsklauseln (Modul 3)",
    );
  });

  test("of an arrival: all that a notice carries, and what is not stated", () => {
    const item = {
      id: "a",
      name: "Alpha",
      purposes: ["Hosting"],
      legalEntity: { name: "Alpha Ltd", address: "Street 1" },
    };
    const told = lines(change("added", { op: "put", type: "subprocessor", item }));
    expect(told).toContain("Legal entity: Alpha Ltd, Street 1");
    expect(told).toContain("Purpose: Hosting");
    expect(told).toContain("Contact: not stated");
    expect(told).toContain("Location: not stated");
    // The legal entity has the address, and the purposes describe the processing.
    expect(told.join()).not.toMatch(/Address|Description/);
  });

  test("of several members: whose fact it is", () => {
    const names = { subprocessors: [{ id: "b", name: "Beta" }] };
    const group: ReadableContent = {
      kind: "location",
      subject: { type: "group", id: "eu" },
      content: [
        {
          op: "set",
          type: "subprocessor",
          id: "b",
          field: "locations",
          before: [{ country: "DE" }],
          after: [{ country: "US" }],
        },
      ],
    };
    expect(lines(group, testReader("en", ["en"], names))).toEqual(["Beta: Location: Germany → United States"]);
  });

  test("of the terms: member by member", () => {
    const content = contentOf({
      kind: "terms",
      subject: { type: "terms" },
      fields: [
        {
          field: "noticeTerms",
          before: { noticePeriod: "P30D", silence: "accepted" },
          after: { noticePeriod: "P14D", silence: "accepted" },
        },
      ],
    });
    expect(lines(content)).toEqual(["Notice before a change: 30 days → 14 days"]);
  });

  test("that have no words of their own: that they changed", () => {
    const content = contentOf({
      kind: "corrected",
      subject: { type: "all" },
      fields: [
        { field: "services", before: [{ id: "s", name: "S" }], after: [{ id: "s", name: "S", description: "D" }] },
      ],
    });
    expect(lines(content)).toEqual(["Services: changed"]);
  });
});
