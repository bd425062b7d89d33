import type { Atom, Change, LogEntry } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { readerThen, tellEntry, touchedIn } from "./touched.ts";

const told = (tag: string, { kind, subject, content }: Pick<Change, "kind" | "subject" | "content">) => {
  const change: Change = {
    ...{ id: "2.1", kind, subject, content, name: "Alpha", mode: "immediate" },
    ...{ announced: "2026-01-10T12:00:00Z", effective: "2026-01-10T12:00:00Z" },
  };
  return tellEntry({ change }, testReader(tag)).rows.map(({ label, text }) => `${label}: ${text}`);
};

describe("an entry of the log tells", () => {
  test("all that an arrival does not state in one row, and one fact by itself", () => {
    const item = { id: "a", name: "Alpha", purposes: ["Hosting"], retention: "30 days" };
    const arrival = (tag: string, more: object = {}): string[] =>
      told(tag, {
        ...{ kind: "added", subject: { type: "subprocessor", id: "a" } },
        content: [{ op: "put", type: "subprocessor", item: { ...item, ...more } }],
      });
    const unstated = arrival("en").filter((row) => row.includes("Not stated"));
    expect(unstated).toEqual([expect.stringMatching(/^Not stated: Legal entity, .*Contact, .*Location, /)]);
    expect(arrival("en").indexOf(unstated[0] ?? "")).toBeGreaterThan(arrival("en").indexOf("Purpose: Hosting"));
    expect(arrival("de").find((row) => row.startsWith("Nicht angegeben: "))).toContain("Kontakt, ");
    const one: Atom = { op: "set", type: "subprocessor", id: "a", field: "retention", before: "30 days" };
    const lost = told("en", { kind: "details", subject: { type: "subprocessor", id: "a" }, content: [one] });
    expect(lost[0]).toBe("Retention: 30 days → Not stated");
  });
});

describe("what was announced and never came", () => {
  const base = { announced: "2026-01-10T12:00:00Z", effective: "2026-02-10T00:00:00Z", mode: "announcement" as const };
  const serves: Change = {
    ...{ ...base, id: "2.1", kind: "scope", subject: { type: "subprocessor", id: "a" }, name: "Alpha" },
    content: [{ op: "set", type: "subprocessor", id: "a", field: "services", before: ["core"], after: ["core", "ai"] }],
  };
  const groups: Change = {
    ...{ ...base, id: "2.2", kind: "scope", subject: { type: "subprocessor", id: "a" }, name: "Alpha" },
    content: [{ op: "set", type: "subprocessor", id: "a", field: "groups", after: ["eu"] }],
  };
  const comes: Change[] = [
    {
      ...{ ...base, id: "2.3", kind: "service", subject: { type: "service", id: "ai" }, name: "AI add-on" },
      content: [{ op: "put", type: "service", item: { id: "ai", name: { en: "AI add-on" } } }],
    },
    {
      ...{ ...base, id: "2.4", kind: "group", subject: { type: "group", id: "eu" }, name: "Europe" },
      content: [{ op: "put", type: "group", item: { id: "eu", title: "Europe" } }],
    },
  ];
  const off = ({ id, kind, subject, content }: Change, now: string): Change => ({
    ...{ ...base, id: now, kind, subject, name: "Alpha", mode: "withdrawal", content: [] },
    touches: {
      how: "withdraws",
      change: id,
      atoms: content.map((atom) => `subprocessor/a#${"field" in atom && atom.field}`),
    },
  });
  const log = [serves, groups, ...comes, off(serves, "3.1"), off(groups, "3.2")].map(
    (change): LogEntry => ({ type: "change", at: change.announced, feed: { version: 2, sha256: "" }, change }),
  );

  test.each([
    ["2.1", "Services: Core → Core; AI add-on"],
    ["3.1", "Services: Core → Core; AI add-on"],
    ["3.2", "Groups: Not stated → Europe"],
  ])("has its name in what is told of it: %s", (id, row) => {
    const { change } = log.find((entry) => entry.change.id === id) as LogEntry;
    const reader = readerThen(testReader("en", ["en"], { services: [{ id: "core", name: "Core" }] }), log, change);
    const { rows } = tellEntry({ change, touched: touchedIn(log, change) }, reader);
    expect(rows.map(({ label, text }) => `${label}: ${text}`)).toContain(row);
  });

  test("has no other name than a list says now", () => {
    const names = { services: [{ id: "ai", name: "Assistant" }] };
    expect(readerThen({ names }, log, serves).names.services?.[0]?.name).toBe("Assistant");
  });
});
