import { spawn } from "node:child_process";
import { once } from "node:events";
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
