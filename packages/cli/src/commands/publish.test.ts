import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { authoringFolder, start, testList, write } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { runAsGiven, runIn } from "../testing/run.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

test("without a terminal it takes a flag for each of them; nothing is written without", async () => {
  const folder = await authoringFolder();
  const refused = await runAsGiven(folder, ["publish", "--now", start]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("trust-center publish --accept terms,clock");
  expect((await runAsGiven(folder, ["publish", "--now", start, "--accept", "clock"])).code).toBe(1);
  expect((await runAsGiven(folder, ["publish", "--now", start, "--accept", "clock,terms"])).code).toBe(0);
  expect((await runAsGiven(folder, ["publish", "--now", start])).code).toBe(1);
  expect((await runAsGiven(folder, ["publish", "--now", start, "--yes"])).code).toBe(0);
});

test("what the template has in place of the truth is an error", async () => {
  const folder = await authoringFolder();
  await runIn(folder, ["init", "fresh", "--name", "Acme", "--feed", "https://a.example/tc/", "--email", "p@a.example"]);
  const { code, stdout } = await runIn(folder, ["check", "fresh", "--json"]);
  const { errors } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(errors.map(({ path }: { path: string }) => path)).toContain("subprocessors/0/name");
  expect((await runIn(folder, ["publish", "fresh"])).code).toBe(1);
});

test("--fail-on-warning fails on warnings and on what is unusual", async () => {
  const folder = await authoringFolder();
  expect((await runIn(folder, ["check", "--fail-on-warning"])).code).toBe(1);
  expect((await runIn(folder, ["check"])).code).toBe(0);
  const odd = testList.replace("purposes: [Hosting]", "locations: [{ country: UK }]");
  await write(folder, { "trust-center.yaml": odd });
  expect((await runIn(folder, ["publish", "--fail-on-warning"])).code).toBe(1);
  expect((await runIn(folder, ["publish"])).code).toBe(0);
});

test("--fail-on-warning publishes nothing of which an entry in use says that it is so since a day to come", async () => {
  const folder = await authoringFolder();
  const ahead = testList.replace("purposes: [Hosting]", "purposes: [Hosting]\n    since: 2099-01-01");
  await write(folder, { "trust-center.yaml": ahead });
  const { code, stderr } = await runIn(folder, ["publish", "--fail-on-warning"]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("since-ahead")]);
});

test("of two publishes at once one waits for nothing and says who is busy", async () => {
  const folder = await authoringFolder();
  const publish = ["--conditions=source", main, "publish", folder, "--yes", "--now", start];
  const ends = await Promise.all(
    [1, 2, 3].map(async () => (await once(spawn(process.execPath, publish, { stdio: "ignore" }), "exit"))[0]),
  );
  expect(ends.filter((code) => code === 0).length).toBeGreaterThan(0);
  expect(ends.every((code) => code === 0 || code === 5)).toBe(true);
  const verified = await runIn(folder, ["verify", ".", "--now", start, "--json"]);
  expect(JSON.parse(verified.stdout)).toMatchObject({ trust: "first-seen", version: 1 });
});

test("--prerender writes the tag with the list in it, and says what a policy has to allow", async () => {
  const folder = await authoringFolder();
  const words = ["publish", "--prerender", "site/parts/list.html", "--now", start, "--json"];
  const dry = await runIn(folder, [...words, "--dry-run"]);
  expect(JSON.parse(dry.stdout).prerendered).toBeUndefined();
  const { code, stdout } = await runIn(folder, words);
  expect(code).toBe(0);
  const { prerendered, pin } = JSON.parse(stdout);
  const html = await readFile(join(folder, "site/parts/list.html"), "utf8");
  expect(prerendered.file).toBe(join(folder, "site/parts/list.html"));
  expect(prerendered.styleHashes[0]).toMatch(/^'sha256-.{44}'$/);
  expect(html).toContain(`pin="${pin}"><template shadowrootmode="open">`);
  expect(html).toContain("Cloud One");
  expect(html).toMatch(/<a href="https:\/\/acme\.example\/[^"]*">[^<]+<\/a><\/trust-center>\n$/);
});

test("a target that is not reached is told after what was published, and ends with its own code", async () => {
  const folder = await authoringFolder();
  const env = { PATH: join(folder, "nothing") };
  const { code, stdout, stderr } = await runIn(folder, ["publish", "--to", "acme.example:/srv/www"], { env });
  expect([code, stderr]).toEqual([3, expect.stringContaining("Install it, or name a folder with --to")]);
  expect(stdout).toContain("Version 1 is published.");
});

test("--to sends what was published, also after a refresh, and a target that is none is said before anything is signed", async () => {
  const folder = await authoringFolder();
  const wrong = await runIn(folder, ["publish", "--to", "ftp://acme.example"]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("--to acme.example:/srv/www/acme")]);
  await expect(stat(join(folder, "public"))).rejects.toThrow();
  const at = ["--now", "2026-01-10T12:00:00Z"];
  const dry = await runIn(folder, ["publish", "--dry-run", "--to", "site", ...at]);
  expect(dry.stdout).not.toContain("Sent");
  const { code, stdout } = await runIn(folder, ["publish", "--to", "site", "--to", "pages:other", ...at]);
  expect(code).toBe(0);
  expect(stdout).toContain(`Sent       ${join("site", ".well-known/trust-center")}`);
  expect(stdout).toContain("\nPaste this into your page:\n");
  const head = () => readFile(join(folder, "site/.well-known/trust-center/head.json"), "utf8");
  const before = await head();
  expect(await readFile(join(folder, "other/_headers"), "utf8")).toContain("/.well-known/trust-center/*\n");
  const later = ["--now", "2026-01-17T12:00:00Z", "--offline"];
  const { sent } = JSON.parse((await runIn(folder, ["refresh", "--to", "site", "--json", ...later])).stdout);
  expect(sent).toMatchObject([{ written: expect.arrayContaining([".well-known/trust-center/head.json"]) }]);
  expect(await head()).not.toBe(before);
  expect((await runIn(folder, ["verify", "site/.well-known/trust-center", "--now", "2026-01-18T12:00:00Z"])).code).toBe(
    0,
  );
});
