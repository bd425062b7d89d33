import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { first, more } from "@trust-center/reading";
import { describe, expect, test } from "vitest";
import { exitCodes } from "../../packages/cli/src/exit-codes.ts";
import { receiptAttacks } from "../conformance/attacks/receipts.ts";
import { attacks } from "../conformance/attacks/table.ts";
import { doings } from "../monitor/doings.ts";

const read = (path: string) => readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
const page = await read("docs/attacks.md");
const kinds = Map.groupBy([...attacks, ...receiptAttacks], ({ attack }) => attack);

/** The rows of a section's table, as cells. */
function rowsOf(heading: string): string[][] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const spans = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);

describe("docs/attacks.md", () => {
  const rows = rowsOf("The attacks");

  test("has one row for each kind of attack, and none for another", () => {
    expect(rows.map(([kind]) => spans(kind)[0]).sort()).toEqual([...kinds.keys()].sort());
  });

  test.each(rows.map((row) => [spans(row[0])[0] as string, row] as const))("tells the truth of %s", (kind, row) => {
    const group = kinds.get(kind) ?? [];
    const names = spans(row[3]);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !group.some((attack) => attack.name === name))).toEqual([]);
    expect(spans(row[4]).sort()).toEqual([...new Set(group.map(({ code }) => code))].sort());
  });

  test("says of every code what a reader sees, in the widget's own words", () => {
    const codes = rowsOf("What a reader sees");
    const used = new Set([...attacks, ...receiptAttacks].map(({ code }) => code));
    expect(codes.map(([code]) => spans(code)[0]).sort()).toEqual([...used].sort());
    const said = codes.flatMap(([, words = ""]) => [...words.matchAll(/“([^”]+)”/g)].map(([, text]) => text));
    expect(said.length).toBeGreaterThan(7);
    expect(said.filter((text) => !Object.values<string>({ ...first, ...more }).includes(text as string))).toEqual([]);
  });

  test("names exit codes that the CLI has", () => {
    const known = Object.values(exitCodes).map(({ code }) => String(code));
    const named = rowsOf("What a reader sees").flatMap(([, , , exit = ""]) => exit.match(/\d+/g) ?? []);
    expect(named.filter((code) => !known.includes(code))).toEqual([]);
  });

  test("names tests of witnesses and dates that are there", async () => {
    const files = ["cli/src/witness/server", "cli/src/commands/ask-witnesses", "cli/src/commands/both-times"];
    const more = ["feed/src/log/log-policy", "feed/src/proof/tlog-proof", "sdk/src/time-stamp/time-stamp"];
    const beside = [...files, ...more].map((file) => `packages/${file}.test.ts`);
    const all = [...beside, "test/conformance/receipt-time-stamps.test.ts"];
    const tests = (await Promise.all(all.map(read))).join("\n");
    const names = rowsOf("Witnesses and dates").flatMap(([, , name]) => spans(name));
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => !tests.includes(`"${name}",`))).toEqual([]);
  });

  test("says of every doing of a dishonest vendor or an attacker what a monitor tells", () => {
    const rows = rowsOf("What a monitor tells").map(([by, name, told]) => [by, name, spans(told)]);
    const wanted = doings.filter(({ by }) => by === "dishonest vendor" || by === "attacker");
    expect(rows).toEqual(wanted.map(({ by, name, told }) => [by, name, told]));
  });

  test("names tests of objections that are there", async () => {
    const inServer = ["cases", "restore", "cases/interleaved"].map((file) => `packages/server/src/${file}.test.ts`);
    const tests = (await Promise.all([...inServer, "packages/feed/src/receipt/receipt.test.ts"].map(read))).join("\n");
    const names = rowsOf("Objections").flatMap(([, , name]) => spans(name));
    expect(names.length).toBeGreaterThan(9);
    expect(names.filter((name) => !tests.includes(`"${name}",`))).toEqual([]);
  });

  test("names tests of the inbox that are there", async () => {
    const tests = (
      await Promise.all(
        ["packages/server/src/inbox.test.ts", "packages/server/src/oidc.test.ts", "test/e2e/inbox.test.ts"].map(read),
      )
    ).join("\n");
    const names = rowsOf("The inbox").flatMap(([, , name]) => spans(name));
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !tests.includes(`"${name}",`))).toEqual([]);
  });

  test("names tests of recovery that are there", async () => {
    const tests = await read("test/conformance/recovery.test.ts");
    const names = rowsOf("Recovery").flatMap(([, , name]) => spans(name));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !tests.includes(`"${name}"`))).toEqual([]);
  });
});
