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
  test("of a policy that says itself from when it is in effect its day, and the change's own apart", () => {
    const announced: Change = {
      ...{ id: "2.1", kind: "policy", subject: { type: "policy", id: "dpa" }, name: "DPA", mode: "announcement" },
      ...{ announced: "2026-01-10T12:00:00Z", effective: "2026-02-10T00:00:00Z" },
      window: {
        opens: "2026-01-10T12:00:00Z",
        deadline: "2026-02-09T23:59:59Z",
        segments: [{ id: "eu", deadline: "2026-03-09T23:59:59Z", effective: "2026-03-10T00:00:00Z" }],
      },
      content: [{ op: "put", type: "policy", item: { id: "dpa", title: "DPA", effective: "2026-05-01" } }],
    };
    const days = (change: Change, touched?: Change) =>
      tellEntry({ change, touched }, testReader()).rows.flatMap(({ label, text }) =>
        label.includes("In effect") || label === "Starts" ? [`${label}: ${text}`] : [],
      );
    const own = "Starts: 1 May 2026";
    const [usual, segment] = ["In effect: 10 Feb 2026, 00:00 UTC", "In effect (eu): 10 Mar 2026, 00:00 UTC"];
    expect(days(announced)).toEqual([own, usual, segment]);
    const move: Change = {
      ...announced,
      id: "3.1",
      mode: "move",
      effective: "2026-03-01T00:00:00Z",
      content: [],
      window: undefined,
      touches: { how: "moves", change: "2.1" },
    };
    expect(days(move, announced)).toEqual(["In effect: 10 Feb 2026, 00:00 UTC → 1 Mar 2026, 00:00 UTC", segment]);
    const set: Atom = {
      op: "set",
      type: "policy",
      id: "dpa",
      field: "effective",
      before: "2025-01-01",
      after: "2026-05-01",
    };
    const patch: Change = {
      ...announced,
      id: "3.1",
      mode: "correction",
      content: [set],
      touches: { how: "corrects", change: "2.1" },
    };
    expect(days(patch)).toEqual(["Starts: 1 Jan 2025 → 1 May 2026"]);
  });

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
