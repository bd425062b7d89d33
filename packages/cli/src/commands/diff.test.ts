import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, changedList, outIn, publishConfirmed, start, write } from "@trust-center/authoring/testing";
import { describe, expect, test } from "vitest";
import { runIn } from "../testing/run.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);
const moved = changedList.replace("purposes: [Hosting]", "purposes: [Hosting]\n    locations: [{ country: DE }]");

/** Version 1 on 2026-01-10; 2 adds Mail Two on 2026-01-20; the draft moves Cloud One. */
async function vendor() {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now });
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder, { now: now + 10 * day });
  await write(folder, { "trust-center.yaml": moved });
  const out = outIn(folder);
  const diff = (...more: string[]) => runIn(folder, ["diff", "--now", "2026-01-21T00:00:00Z", ...more]);
  return { folder, pin, out, diff };
}

test("two versions, by number, date and as the newest", async () => {
  const { diff, out, pin } = await vendor();
  for (const [a, b] of [
    ["1", "2"],
    ["2026-01-15", "latest"],
  ] as const) {
    const { code, stdout, stderr } = await diff(a, b, "--of", out, "--pin", pin);
    expect([code, stderr]).toEqual([0, ""]);
    const [title, ...rows] = stdout.split("\n").slice(1, -1);
    expect(title).toBe("New: Mail Two");
    // What is not stated is said too: whoever compares lists decides by it.
    expect(rows).toEqual(expect.arrayContaining(["  Purpose: Sending e-mail", "  Location: Not stated"]));
    expect(rows.every((row) => /^ {2}[\w ]+: /.test(row))).toBe(true);
  }
  expect((await diff("2", "latest", "--of", out, "--pin", pin)).stdout).toContain("Nothing differs.");
});

test("a version is compared with what it announces, a day with what applied on it", async () => {
  const { diff, folder, out, pin } = await vendor();
  const said = async (a: string, b: string, ...more: string[]) =>
    (await diff(a, b, "--of", out, "--pin", pin, ...more)).stdout.split("\n")[1];
  expect(await said("1", "2026-01-20T12:00:00Z")).toBe("Nothing differs.");
  expect(await said("2026-01-20T12:00:00Z", "2")).toBe("New: Mail Two");
  const later = "2026-02-20T00:00:00Z";
  await runIn(folder, ["refresh", "--now", later]);
  // The last --now counts.
  expect(await said("1", later, "--now", later)).toBe("New: Mail Two");
  expect(await said(later, "2", "--now", later)).toBe("Nothing differs.");
});

test("a draft is compared as what publishing it would make of it", async () => {
  const { diff, out, pin } = await vendor();
  const { code, stdout } = await diff(out, ".", "--pin", pin);
  expect(code).toBe(0);
  // Mail Two is announced, and stands in the draft: publishing it would say nothing of it.
  expect(stdout.split("\n").slice(1)).toEqual([
    "Change of location: Cloud One",
    "  Location: Not stated → Germany",
    "",
  ]);
});

test("another order of members is no difference", async () => {
  const { diff, folder, out, pin } = await vendor();
  const turned = changedList.replace(
    "  name: Acme\n  url: https://acme.example/trust\n",
    "  url: https://acme.example/trust\n  name: Acme\n",
  );
  expect(turned).not.toBe(changedList);
  await write(folder, { "trust-center.yaml": turned });
  expect((await diff(out, ".", "--pin", pin)).stdout).toContain("Nothing differs.");
});

test("with --exit-code lists that differ give 1", async () => {
  const { diff, out } = await vendor();
  expect((await diff("1", "2", "--of", out, "--exit-code")).code).toBe(1);
  expect((await diff("2", "2", "--of", out, "--exit-code")).code).toBe(0);
});

test("a saved proof and a feed file are sides too, and say what they are worth", async () => {
  const { diff, folder, out, pin } = await vendor();
  await runIn(folder, ["as-of", "2026-01-15", out, "--pin", pin, "--save", "proof.json"]);
  const proof = await diff("proof.json", out, "--pin", pin, "--json");
  expect(JSON.parse(proof.stdout)).toMatchObject({
    before: { trust: "verified", version: 1 },
    after: { trust: "verified", version: 2 },
    differences: [{ kind: "added" }],
  });
  for (const name of await readdir(join(out, "feed"))) await cp(join(out, "feed", name), join(folder, "list.json"));
  const file = await diff("list.json", out, "--pin", pin);
  expect([file.code, file.stderr]).toEqual([0, expect.stringContaining("not verified: a file alone is not signed.")]);
  const unpinned = await diff("1", "2", "--of", out);
  expect(unpinned.stderr).toContain("first seen: no pin was given, so nothing says whose list it is.");
});

test("a version is compared with what it announces, and says so; a day is not", async () => {
  const { diff, out, pin } = await vendor();
  const head = async (a: string, b: string) => (await diff(a, b, "--of", out, "--pin", pin)).stdout.split("\n")[0];
  const [first, second] = [
    "version 1, from 2026-01-10T12:00:00Z until 2026-01-20T12:00:00Z",
    "version 2, from 2026-01-20T12:00:00Z",
  ];
  expect(await head("1", "2")).toBe(`${first} → ${second}, with the facts that it announces`);
  expect(await head("1", "latest")).toBe(`${first} → ${second}, with the facts that it announces`);
  expect(await head("2026-01-15", "2026-01-20T12:00:00Z")).toBe(`${first} → ${second}`);
});

test("lists that are alike differ in nothing, as Markdown too", async () => {
  const { diff, out, pin } = await vendor();
  expect((await diff("2", "2", "--of", out, "--pin", pin)).stdout).toContain("Nothing differs.\n");
  const { stdout } = await diff("2", "2", "--of", out, "--pin", pin, "--markdown");
  expect(stdout).toMatch(/^## version 2, from [^\n]*\n\nNothing differs\.\n$/);
});

test("as Markdown nothing of the vendor's text is markup", async () => {
  const { diff, folder, out, pin } = await vendor();
  const hostile = "<img src=x onerror=1> [click](https://evil.example) @team *now* www.evil.example";
  await write(folder, { "trust-center.yaml": changedList.replace("name: Cloud One", `name: "${hostile}"`) });
  const { stdout } = await diff(out, ".", "--pin", pin, "--markdown");
  expect(stdout).toMatch(/^## version 2, from /);
  expect(stdout).not.toMatch(/<|@|(?<!\\)\[|https:|www\.|(?<!\\)\*now/);
  expect(stdout).toContain("- **New name: &#60;img");
});

describe("wrong usage", () => {
  test.each([
    [["1", "2"], "--of"],
    [["nothing-here", "."], "nothing-here"],
    [["2026-99-99", "latest", "--of", "public/.well-known/trust-center"], "2026-99-99"],
    [["9", "latest", "--of", "public/.well-known/trust-center"], "1 to 2"],
    [["trust-center.yaml", "."], "JSON"],
  ])("%j", async (arguments_, said) => {
    const { diff } = await vendor();
    const { code, stderr } = await diff(...arguments_);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  test("a list that does not verify, and a draft with errors, are not compared", async () => {
    const { diff, folder, out, pin } = await vendor();
    expect((await diff("1", "2", "--of", out, "--pin", `sha256-${"A".repeat(43)}`)).code).toBe(1);
    await write(folder, { "trust-center.yaml": `${await readFile(join(folder, "trust-center.yaml"), "utf8")}x: [` });
    expect((await diff(out, ".", "--pin", pin)).code).toBe(1);
  });
});
