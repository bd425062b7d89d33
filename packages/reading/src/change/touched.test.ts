import type { Atom, Change } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { tellEntry } from "./touched.ts";

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
