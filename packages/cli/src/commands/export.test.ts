import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, outIn, publishConfirmed, start, testList, write } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { online } from "../testing/online.ts";
import { runIn } from "../testing/run.ts";

const lei = "    legalEntity: { name: Cloud One GmbH, identifiers: [{ type: lei, value: 529900D6BF99LW9R2E68 }] }\n";
const now = ["--now", "2026-01-11T00:00:00Z"];

test("dora: rows of a verified feed, by its address and pin", async () => {
  const { folder, address, pin } = await online(testList + lei);
  const { code, stdout, stderr } = await runIn(folder, [
    ...["export", "dora", address, "--pin", pin, "--out", "register", ...now],
  ]);
  expect([code, stderr]).toEqual([0, ""]);
  expect((await readdir(join(folder, "register"))).sort()).toEqual([
    ...["b_02.02.csv", "b_05.01.csv", "b_05.02.csv", "open-cells.csv"],
  ]);
  expect(await readFile(join(folder, "register/b_05.01.csv"), "utf8")).toContain(
    "529900D6BF99LW9R2E68,eba_qCO:qx2000,,,Cloud One GmbH,Cloud One GmbH,eba_CT:x212",
  );
  expect(stdout).toContain("0 errors in what the list states");
  expect(stdout).toContain("For the customer to fill: b_05.01 c0090, c0100; b_05.02 c0010;");
  expect(stdout).toContain("  Cloud One: legalEntity.headquarters; legalEntity.parent.identifiers; underpins\n");
  const wrong = await runIn(folder, [
    "export",
    "dora",
    address,
    "--pin",
    `sha256-${"A".repeat(43)}`,
    "--out",
    "x",
    ...now,
  ]);
  expect(wrong.code).toBe(1);
  expect(await readdir(folder)).not.toContain("x");
});

test("the file of an authoring folder is a draft, its published folder is not; an announced entry has no row yet", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": testList });
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  await write(folder, { "trust-center.yaml": `${testList}  - id: two\n    name: Two\n${lei}` });
  await publishConfirmed(folder, { now: Date.parse(start) + 1000 });
  const ofDraft = await runIn(folder, ["export", "dora", ".", "--out", "draft", "--json", ...now]);
  expect(JSON.parse(ofDraft.stdout)).toMatchObject({ trust: "draft", faults: [] });
  const ofTree = await runIn(folder, [
    "export",
    "dora",
    outIn(folder),
    "--pin",
    pin,
    "--out",
    "tree",
    "--json",
    ...now,
  ]);
  expect(JSON.parse(ofTree.stdout)).toMatchObject({ trust: "verified", version: 2, pin });
  const rows = async (name: string) => (await readFile(join(folder, name, "b_05.01.csv"), "utf8")).trim().split("\r\n");
  expect([(await rows("draft")).length, (await rows("tree")).length]).toEqual([4, 3]);
});

test("a format of one text is shown, or written; in the language that is asked for", async () => {
  const folder = await authoringFolder();
  const { code, stdout, stderr } = await runIn(folder, ["export", "annex", ".", "--language", "de", ...now]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("nobody has signed")]);
  expect(stdout).toMatch(/^# Acme: Unterauftragsverarbeiter\n\nEntwurf, den niemand signiert hat\.\n/);
  expect((await runIn(folder, ["export", "annex-docx", ".", "--out", "deep/annex.docx", ...now])).code).toBe(0);
  expect((await readFile(join(folder, "deep/annex.docx"), "latin1")).slice(0, 2)).toBe("PK");
  const json = await runIn(folder, ["export", "llms", ".", "--json", ...now]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    format: "llms",
    trust: "draft",
    text: expect.stringContaining("# Acme"),
  });
});

test("wrong usage", async () => {
  const folder = await authoringFolder();
  const said = async (...words: string[]) => {
    const { code, stderr } = await runIn(folder, ["export", ...words]);
    return [code, stderr];
  };
  expect(await said("xml")).toEqual([2, expect.stringContaining("dora")]);
  expect(await said("dora")).toEqual([2, expect.stringContaining("--out")]);
  expect(await said("dora", ".", "--out", "x", "--language", "<b>")).toEqual([
    2,
    expect.stringContaining("--language"),
  ]);
});
