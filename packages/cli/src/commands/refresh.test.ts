import { cp, readFile, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  readTree,
  start,
  temporaryFolder,
  write,
} from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";

async function published() {
  const folder = await authoringFolder({ "trust-center.yaml": changedList });
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  return { folder, pin };
}

test("only head.json is signed again, and vouches for as long as before", async () => {
  const { folder, pin } = await published();
  const { "head.json": _head, "latest.json": _list, "index.html": _page, ...rest } = await readTree(outIn(folder));
  const { code, stdout } = await runIn(folder, ["refresh", "--now", "2026-02-01T00:00:00Z", "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ pin, timestamp: { version: 2, expires: "2026-03-03T00:00:00Z" } });
  const after = await readTree(outIn(folder));
  expect(after).toMatchObject(rest);
  // What people read says as of when it is.
  expect(JSON.parse(after["latest.json"] ?? "")).toMatchObject({ version: 1, asOf: "2026-02-01T00:00:00Z" });
  expect(after["index.html"]).toContain("as of 1 Feb 2026, 00:00 UTC");
  expect((await runIn(folder, ["verify", ".", "--pin", pin, "--now", "2026-03-02T00:00:00Z"])).code).toBe(0);
});

test("what has come into effect since stands in the files for people, under the list that was signed", async () => {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder, { now: Date.parse("2026-01-12T00:00:00Z") });
  const files = async () => {
    const tree = await readTree(outIn(folder));
    const ids = JSON.parse(tree["latest.json"] ?? "").subprocessors.map(({ id }: { id: string }) => id);
    return { ids, row: /^.*Mail Two.*$/m.exec(tree["subprocessors.csv"] ?? "")?.[0] };
  };
  expect(await files()).toMatchObject({ ids: ["cloud-one"], row: expect.stringContaining("planned") });
  const { code, stdout } = await runIn(folder, ["refresh", "--now", "2026-02-12T00:00:00Z", "--json"]);
  expect([code, JSON.parse(stdout).version]).toEqual([0, 2]);
  expect(await files()).toMatchObject({ ids: ["cloud-one", "mail-two"], row: expect.stringContaining("active") });
  expect((await runIn(folder, ["verify", ".", "--pin", pin, "--now", "2026-02-13T00:00:00Z"])).code).toBe(0);
});

test("it works with the tree and the key alone", async () => {
  const { folder, pin } = await published();
  const server = await temporaryFolder();
  await cp(outIn(folder), join(server, "www"), { recursive: true });
  await cp(join(folder, "trust-center.key.pem"), join(server, "key.pem"));
  const arguments_ = ["refresh", "--out", "www", "--key", "key.pem", "--now", "2026-02-01T00:00:00Z"];
  expect(await runIn(server, arguments_)).toMatchObject({ code: 0, stderr: "" });
  expect((await runIn(server, ["verify", "www", "--pin", pin, "--now", "2026-03-02T00:00:00Z"])).code).toBe(0);
});

test("nothing published, an earlier clock, and an expired manifest are refused", async () => {
  const { folder } = await published();
  const head = await readFile(join(outIn(folder), "head.json"), "utf8");
  expect((await runIn(folder, ["refresh", "--out", "nowhere", "--key", "trust-center.key.pem"])).code).toBe(1);
  expect((await runIn(folder, ["refresh", "--now", "2026-01-01T00:00:00Z"])).code).toBe(2);
  const late = await runIn(folder, ["refresh", "--now", "2028-01-01T00:00:00Z"]);
  expect(late.code).toBe(4);
  expect(late.stderr).toContain("trust-center publish");
  expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(head);
});

test("after a restored backup nothing is signed, by whatever path the folder is named", async () => {
  const { folder } = await published();
  const backup = await temporaryFolder();
  await cp(outIn(folder), backup, { recursive: true });
  // The newest timestamp of this folder, which readers have seen.
  expect((await runIn(folder, ["refresh", "--now", "2026-02-01T00:00:00Z"])).code).toBe(0);
  await rm(outIn(folder), { recursive: true });
  await cp(backup, outIn(folder), { recursive: true });
  await symlink(outIn(folder), join(folder, "www"));
  const head = await readFile(join(outIn(folder), "head.json"), "utf8");
  for (const more of [
    [],
    ["--out", outIn(folder), "--key", "trust-center.key.pem"],
    ["--out", "www", "--key", "trust-center.key.pem"],
  ]) {
    const { code, stderr } = await runIn(folder, ["refresh", ...more, "--now", "2026-02-02T00:00:00Z"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/timestamp 2 \(found 1\).*trust-center recover/)]);
    expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(head);
  }
});
