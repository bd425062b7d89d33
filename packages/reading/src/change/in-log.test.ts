import type { Change, LogEntry } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { tellInLog } from "./in-log.ts";

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
    const { rows } = tellInLog(change, log, testReader("en", ["en"], { services: [{ id: "core", name: "Core" }] }));
    expect(rows.map(({ label, text }) => `${label}: ${text}`)).toContain(row);
  });

  test("has no other name than a list says now", () => {
    const names = { services: [{ id: "ai", name: "Assistant" }] };
    const { rows } = tellInLog(serves, log, testReader("en", ["en"], names));
    expect(rows[0]?.text).toBe("core → core; Assistant");
  });
});
