import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, outIn, testList } from "@trust-center/authoring/testing";
import { countCheckpointSignatures, parseCheckpoint, parseLogKey } from "@trust-center/feed";
import { expect, test } from "vitest";
import { runIn } from "../../testing/run.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

async function vendor() {
  const folder = await authoringFolder();
  const run = (...words: string[]) => runIn(folder, words);
  const { pin } = JSON.parse((await run("publish", "--now", at(10), "--json")).stdout);
  const checkpoint = () => readFile(join(outIn(folder), "log/checkpoint"), "utf8");
  /** How many of the log's keys, as witnesses are told them, have signed what is published. */
  const signedBy = async (keys: string[]) =>
    countCheckpointSignatures(
      await checkpoint(),
      await Promise.all(keys.map(async (key) => (await parseLogKey(key)).key)),
    );
  const verify = (day: number) => run("verify", ".", "--pin", pin, "--now", at(day));
  return { folder, run, checkpoint, signedBy, verify };
}

test("without a key of its own the log is known by the manifest's", async () => {
  const { run, signedBy, checkpoint } = await vendor();
  const { keys, origin } = JSON.parse((await run("keys", "log", "--now", at(10), "--json")).stdout);
  expect([origin, keys.length, await signedBy(keys)]).toEqual([parseCheckpoint(await checkpoint()).origin, 1, 1]);
});

test("the log's own key signs beside the manifest's, and stays through new roots and versions", async () => {
  const { folder, run, signedBy, checkpoint, verify } = await vendor();
  const made = await run("keys", "log", "--new", "--now", at(11), "--json");
  const { keys, setting } = JSON.parse(made.stdout);
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toContain(setting.slice(1));
  const list = testList.replace("publisher:", `  logKey: ${setting}\npublisher:`);
  await writeFile(join(folder, "trust-center.yaml"), list);
  expect(JSON.parse((await run("keys", "log", "--json")).stdout).keys).toEqual(keys);
  expect(await signedBy(keys)).toBe(0);

  // It signs what stands, once.
  expect(JSON.parse((await run("publish", "--now", at(11), "--json")).stdout).outcome).toBe("refreshed");
  expect(JSON.parse((await run("publish", "--now", at(11), "--json")).stdout).outcome).toBe("unchanged");
  expect([await signedBy(keys), (await verify(11)).code]).toEqual([1, 0]);

  for (const words of [
    ["keys", "split"],
    ["keys", "rotate", "--role", "manifest"],
  ]) {
    expect(await run(...words, "--now", at(12))).toMatchObject({ code: 0, stderr: "" });
    expect([await signedBy(keys), (await verify(12)).code]).toEqual([1, 0]);
  }
  const yaml = await readFile(join(folder, "trust-center.yaml"), "utf8");
  await writeFile(join(folder, "trust-center.yaml"), `${yaml}    description: More\n`);
  expect((await run("publish", "--now", at(13))).code).toBe(0);
  expect([await signedBy(keys), (await verify(13)).code]).toEqual([1, 0]);
  expect(parseCheckpoint(await checkpoint()).signatures).toHaveLength(2);
  expect((await run("refresh", "--now", at(14))).code).toBe(0);
  expect([await signedBy(keys), (await verify(14)).code]).toEqual([1, 0]);
});

test("a key of another kind, one that is not there, one in the published folder and a second one are refused", async () => {
  const { folder, run } = await vendor();
  const set = (logKey: string) =>
    writeFile(join(folder, "trust-center.yaml"), testList.replace("publisher:", `  logKey: ${logKey}\npublisher:`));
  await run("keys", "new", "es.key.pem", "--alg", "ES256");
  await set("es.key.pem");
  expect((await run("publish", "--now", at(11))).stderr).toContain("Ed25519");
  await set("nowhere.pem");
  expect((await run("publish", "--now", at(11))).stderr).toContain("nowhere.pem");
  await set("public/.well-known/trust-center/log.pem");
  expect((await run("check")).stderr).toContain("outside of `out`");
  await set("trust-center.key.pem");
  expect((await run("keys", "log", "--new")).stderr).toContain("publish.logKey");
  // The manifest's own key signs no second line.
  expect(JSON.parse((await run("publish", "--now", at(11), "--json")).stdout).outcome).toBe("unchanged");
});
