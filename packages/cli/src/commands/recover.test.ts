import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { outIn, readTree, temporaryFolder, write } from "@trust-center/authoring/testing";
import { describe, expect, test } from "vitest";
import { online } from "../testing/online.ts";
import { runAsGiven, runIn } from "../testing/run.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** A vendor whose folder was backed up on the 11th, who published twice after that, and whose disk then broke. */
async function restored() {
  const vendor = await online();
  const web = await temporaryFolder();
  const run = (...words: string[]) => runIn(vendor.folder, words);
  const backup = await temporaryFolder();
  await cp(vendor.folder, backup, { recursive: true });
  for (const [day, more] of [
    [12, "    description: More\n"],
    [13, "    description: Still more\n"],
  ] as const) {
    await write(vendor.folder, { "trust-center.yaml": `${vendor.list}${more}` });
    expect((await run("publish", "--now", at(day))).code).toBe(0);
  }
  await cp(outIn(vendor.folder), web, { recursive: true });
  vendor.serve(web);
  const restore = async (...parts: string[]) => {
    for (const part of parts) {
      await rm(join(vendor.folder, part), { recursive: true, force: true });
      await cp(join(backup, part), join(vendor.folder, part), { recursive: true });
    }
  };
  const reader = (day: number) =>
    run("verify", vendor.address, "--pin", vendor.pin, "--state", "seen", "--now", at(day));
  expect((await reader(14)).code).toBe(0);
  const upload = () => cp(outIn(vendor.folder), web, { recursive: true });
  return { ...vendor, web, run, restore, reader, upload };
}

test("a published folder from a backup is noticed, brought forward, and continued", async () => {
  const { folder, run, restore, reader, upload, list } = await restored();
  await restore("public");
  const refused = await run("publish", "--now", at(15));
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("Is this folder a restored backup?");
  expect(refused.stderr).toContain("trust-center recover");
  const recovered = await run("recover", "--now", at(15));
  expect(recovered).toMatchObject({ code: 0, stderr: "" });
  expect(recovered.stdout).toContain("Recovered: from version 1 to version 3");
  await write(folder, { "trust-center.yaml": `${list}    description: Yet more\n` });
  expect((await run("publish", "--now", at(16))).code).toBe(0);
  await upload();
  expect((await reader(17)).stdout).toContain("Verified: version 4");
});

test("a whole folder from a backup, whose memory is as old, is brought forward too", async () => {
  const { run, restore, reader, upload } = await restored();
  await restore("public", "trust-center.published.json");
  expect((await run("recover", "--now", at(15))).stdout).toContain("to version 3");
  expect((await run("publish", "--now", at(16))).code).toBe(0);
  await upload();
  expect((await reader(17)).code).toBe(0);
});

test("a lost folder is brought back whole, under the pin", async () => {
  const { folder, pin, run, web } = await restored();
  await rm(join(folder, "public"), { recursive: true });
  expect((await run("publish", "--now", at(15))).code).toBe(1);
  expect((await run("recover", "--pin", pin, "--now", at(15))).code).toBe(0);
  const [mine, theirs] = [await readTree(outIn(folder)), await readTree(web)];
  const signed = (path: string) => /^(?:head\.json|root|feed|history|policies|log)/.test(path);
  // Only partial tiles that nothing names any more are not fetched.
  const wanted = Object.keys(theirs).filter((path) => signed(path) && !/^history\/|\.p\//.test(path));
  for (const path of wanted) expect([path, mine[path]]).toEqual([path, theirs[path]]);
  expect((await run("publish", "--force-refresh", "--now", at(16))).code).toBe(0);
});

test("from a mirror, when the web server is gone", async () => {
  const { run, restore, web, stop } = await restored();
  await restore("public");
  stop();
  expect((await run("recover", "--now", at(15))).code).toBe(3);
  expect((await run("recover", "--from", web, "--now", at(15))).code).toBe(0);
  expect((await run("publish", "--now", at(16))).code).toBe(0);
});

test("histories that have parted are said to have, and nothing is written", async () => {
  const { folder, run, restore, list } = await restored();
  await restore("public", "trust-center.published.json");
  await write(folder, { "trust-center.yaml": `${list}    description: Another story\n` });
  expect((await run("publish", "--now", at(15))).code).toBe(0);
  const before = await readFile(join(outIn(folder), "head.json"), "utf8");
  const parted = await run("recover", "--now", at(16), "--json");
  expect([parted.code, JSON.parse(parted.stdout).error.code]).toEqual([1, "fork"]);
  expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(before);
});

test("what is older there, or the same, changes nothing here", async () => {
  const { folder, run, list } = await restored();
  expect((await run("recover", "--now", at(15))).stdout).toContain("Nothing to recover");
  await write(folder, { "trust-center.yaml": `${list}    description: Newer\n` });
  await run("publish", "--now", at(16));
  const older = await run("recover", "--now", at(17), "--json");
  expect([older.code, JSON.parse(older.stdout).error.code]).toEqual([1, "rollback"]);
});

test("what answers at the address does not choose the feed that the folder goes on from", async () => {
  const { folder, run } = await restored();
  await rm(join(folder, "public"), { recursive: true });
  // What was published last is remembered with its pin.
  expect((await run("recover", "--now", at(15))).stdout).toContain("to version 3");
  await rm(join(folder, "public"), { recursive: true });
  await rm(join(folder, "trust-center.published.json"));
  const blind = await run("recover", "--now", at(15));
  expect([blind.code, blind.stderr]).toEqual([2, expect.stringContaining("Expected --pin")]);
  await expect(readTree(join(folder, "public/.well-known/trust-center"))).resolves.toEqual({});
});

test("a server that holds the newest back does not make the folder forget it", async () => {
  const { folder, run, restore } = await restored();
  await restore("public");
  const [here, served] = [outIn(folder), await temporaryFolder()];
  const remembered = await readFile(join(folder, "trust-center.published.json"), "utf8");
  await cp(here, served, { recursive: true });
  for (const from of ["older", "none"]) {
    if (from === "none") await rm(here, { recursive: true });
    const { code, stderr } = await run("recover", "--from", served, "--now", at(15));
    expect([code, stderr]).toEqual([1, expect.stringContaining("manifest 3 (found 1)")]);
    expect(await readFile(join(folder, "trust-center.published.json"), "utf8")).toBe(remembered);
  }
  await rm(join(folder, "trust-center.published.json"));
  const { pin } = JSON.parse(remembered);
  expect((await run("recover", "--from", served, "--pin", pin, "--now", at(15))).code).toBe(0);
});

test("a key that was replaced here does not come back with a newer timestamp by it", async () => {
  const { folder, run, web } = await restored();
  expect((await run("keys", "rotate", "--role", "timestamp", "--now", at(14))).code).toBe(0);
  for (const day of [15, 16, 17]) {
    expect((await run("refresh", "--out", web, "--key", "trust-center.key.pem", "--now", at(day))).code).toBe(0);
  }
  const before = await readFile(join(outIn(folder), "head.json"), "utf8");
  for (const memory of ["there", "lost"]) {
    if (memory === "lost") await rm(join(folder, "trust-center.published.json"));
    const { code, stdout } = await run("recover", "--now", at(18), "--json");
    expect([code, JSON.parse(stdout).error.code]).toEqual([1, "rollback"]);
    expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(before);
  }
});

/** What two copies of one folder come to that are both gone on with; the second is served. */
async function parted(words: string[], edit: (list: string) => string = (list) => list) {
  const { folder, run, serve, list } = await restored();
  const other = await temporaryFolder();
  await write(folder, { "trust-center.yaml": edit(`${list}    description: Still more\n`) });
  await cp(folder, other, { recursive: true });
  expect((await run(...words, "--now", at(15))).code).toBe(0);
  expect((await runIn(other, [...words, "--now", at(16)])).code).toBe(0);
  serve(outIn(other));
  const { code, stdout } = await run("recover", "--now", at(17), "--json");
  const { error } = JSON.parse(stdout);
  return [code, error.code, error.message];
}

test("two roots of one version are said to be", async () => {
  const words = ["keys", "rotate", "--role", "receipt"];
  expect(await parted(words)).toEqual([1, "fork", expect.stringContaining("two root 2")]);
});

test("two manifests of one version are said to be", async () => {
  const short = (list: string) => list.replace("publish:\n", "publish:\n  lifetimes: { manifest: P2D }\n");
  expect(await parted(["publish"], short)).toEqual([1, "fork", expect.stringContaining("two manifest 4")]);
});

test("tiles and what people read are made of what was verified, whatever is served as such", async () => {
  const { folder, run, restore, web } = await restored();
  const good = await readTree(web);
  const tiles = Object.keys(good).filter((path) => path.startsWith("log/tile/"));
  const derived = ["latest.json", "subprocessors.csv", "updates.atom", "updates.json", "deadlines.ics", "index.html"];
  for (const path of tiles) await write(web, { [path]: "\0".repeat(good[path]?.length ?? 0) });
  await restore("public");
  for (const path of derived) await write(web, { [path]: "made up" });
  // As of the day on which the vendor published it, so that the files are the vendor's to the letter.
  expect((await run("recover", "--now", at(13))).code).toBe(0);
  const mine = await readTree(outIn(folder));
  const rightmost = tiles.filter((path) => path.endsWith(".p/3"));
  for (const path of [...rightmost, ...derived]) expect([path, mine[path]]).toEqual([path, good[path]]);
  expect((await run("publish", "--now", at(16), "--json")).stdout).toContain('"unchanged"');
});

/** Signs timestamps of the published folder on a machine that knows nothing but that folder and its key. */
async function refreshedElsewhere(folder: string, days: readonly number[]) {
  const machine = await temporaryFolder();
  const words = ["refresh", "--out", outIn(folder), "--key", join(folder, "trust-center.key.pem")];
  for (const day of days) expect((await runIn(machine, [...words, "--now", at(day)])).code).toBe(0);
}

test("an older list under newer timestamps is brought forward, and the next timestamp counts on from them", async () => {
  const { folder, pin, run, restore, reader, upload } = await restored();
  await restore("public");
  // Timestamps 2 to 4, over version 1; timestamp 3 is the one over version 3 that readers saw.
  await refreshedElsewhere(folder, [15, 16, 17]);
  const newcomer = (day: number, target: string[]) =>
    run("verify", ...target, "--pin", pin, "--state", "newcomer", "--now", at(day));
  expect((await newcomer(17, ["."])).code).toBe(0);
  const refused = await run("publish", "--now", at(18));
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("trust-center recover")]);
  const recovered = await run("recover", "--now", at(18));
  expect([recovered.code, recovered.stdout]).toEqual([0, expect.stringContaining("from version 1 to version 3")]);
  const done = await run("publish", "--now", at(19), "--json");
  // Nothing changed in the list: it is signed again for those who saw timestamp 4.
  expect([done.code, JSON.parse(done.stdout).outcome]).toEqual([0, "refreshed"]);
  const { timestamp } = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8"));
  expect(JSON.parse(Buffer.from(timestamp.payload, "base64url").toString()).version).toBe(5);
  await upload();
  expect((await reader(20)).code).toBe(0);
  expect((await newcomer(20, ["."])).code).toBe(0);
  expect((await run("publish", "--now", at(20), "--json")).stdout).toContain('"unchanged"');
});

test("of two timestamps of one version the one that readers were served is taken", async () => {
  const { folder, run, restore, web } = await restored();
  await restore("public", "trust-center.published.json");
  expect((await run("recover", "--now", at(15))).code).toBe(0);
  await refreshedElsewhere(folder, [16]);
  expect((await run("refresh", "--out", web, "--key", "trust-center.key.pem", "--now", at(17))).code).toBe(0);
  const [mine, served] = [
    await readFile(join(outIn(folder), "head.json"), "utf8"),
    await readFile(join(web, "head.json"), "utf8"),
  ];
  expect(mine).not.toBe(served);
  expect((await run("recover", "--now", at(18))).code).toBe(0);
  expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(served);
});

test("what has expired since on the web server is taken as it was, with a warning: only the vendor can sign it again", async () => {
  const { folder, run, restore, upload, pin, address } = await restored();
  await restore("public");
  const late = "2026-04-01T00:00:00Z";
  expect((await run("publish", "--now", late)).stderr).toContain("trust-center recover");
  const recovered = await run("recover", "--now", late);
  expect([recovered.code, recovered.stderr]).toEqual([0, expect.stringMatching(/timestamp expired on.*Compare/)]);
  expect(recovered.stdout).toContain("from version 1 to version 3");
  expect(await run("publish", "--now", late)).toMatchObject({ code: 0, stderr: "" });
  await upload();
  expect((await runIn(folder, ["verify", address, "--pin", pin, "--now", late])).code).toBe(0);
});

test("a server without the last timestamps of this list is enough: their versions are not given twice", async () => {
  const { run, restore } = await restored();
  // Signed and remembered here, never uploaded, and lost with the disk.
  for (const day of [14, 15]) await run("refresh", "--now", at(day));
  await restore("public");
  expect((await run("recover", "--now", at(16))).stdout).toContain("to version 3");
  expect((await run("refresh", "--now", at(17), "--json")).stdout).toMatch(/"timestamp": \{\s*"version": 6/);
});

describe("publish asks what readers have", () => {
  const publish = (cwd: string, day: number, ...more: string[]) =>
    runAsGiven(cwd, ["publish", "--yes", "--now", at(day), ...more]);

  test("a whole folder from a backup, with its memory, signs no second history", async () => {
    const { folder, restore, list, run, upload, reader } = await restored();
    await restore("public", "trust-center.published.json");
    await write(folder, { "trust-center.yaml": `${list}    description: Another story\n` });
    const before = await readTree(outIn(folder));
    const { code, stderr } = await publish(folder, 15);
    expect([code, stderr]).toEqual([1, expect.stringContaining("trust-center recover")]);
    expect(await readTree(outIn(folder))).toEqual(before);
    expect((await run("recover", "--now", at(15))).code).toBe(0);
    expect((await publish(folder, 16)).code).toBe(0);
    await upload();
    expect((await reader(17)).stdout).toContain("Verified: version 4");
  });

  test("what was signed elsewhere and uploaded is gone on from, not signed against", async () => {
    const { folder, run, restore, upload } = await restored();
    expect((await run("refresh", "--now", at(14))).code).toBe(0);
    await upload();
    await restore("public", "trust-center.published.json");
    await run("recover", "--now", at(15));
    expect((await publish(folder, 16, "--force-refresh")).code).toBe(0);
  });

  test("a folder that is ahead of its web server is published from: it is not uploaded yet", async () => {
    const { folder, list } = await restored();
    for (const day of [15, 16]) {
      await write(folder, { "trust-center.yaml": `${list}    description: On day ${day}\n` });
      expect((await publish(folder, day)).code).toBe(0);
    }
  });

  test("histories that have parted are told before a third one is signed", async () => {
    const { folder, run, restore, list } = await restored();
    await restore("public", "trust-center.published.json");
    await write(folder, { "trust-center.yaml": `${list}    description: Another story\n` });
    expect((await run("publish", "--now", at(15))).code).toBe(0);
    await write(folder, { "trust-center.yaml": `${list}    description: A third\n` });
    const { code, stderr } = await publish(folder, 16);
    expect([code, stderr]).toEqual([1, expect.stringContaining("have parted")]);
  });

  test("a first publish does not begin a second feed at an address that has one", async () => {
    const { folder, pin } = await restored();
    await rm(outIn(folder), { recursive: true });
    await rm(join(folder, "trust-center.published.json"));
    const { code, stderr } = await publish(folder, 15);
    expect([code, stderr]).toEqual([1, expect.stringContaining(`trust-center recover --pin ${pin}`)]);
  });

  test("a web server that tells nobody keeps nobody from publishing, and is told of", async () => {
    const { folder, list, answer } = await restored();
    answer(405);
    await write(folder, { "trust-center.yaml": `${list}    description: Not told\n` });
    const { code, stderr } = await publish(folder, 15);
    expect([code, stderr]).toEqual([0, expect.stringContaining("HTTP status 405")]);
    answer(404);
    await write(folder, { "trust-center.yaml": `${list}    description: Not there\n` });
    expect((await publish(folder, 16)).stderr).not.toContain("not compared");
  });

  test("a web server that is down keeps nobody from publishing, and is told of", async () => {
    const { folder, list, stop } = await restored();
    stop();
    await write(folder, { "trust-center.yaml": `${list}    description: Alone\n` });
    const { code, stderr } = await publish(folder, 15);
    expect([code, stderr]).toEqual([0, expect.stringContaining("could not be reached")]);
  });
});

test("a clock that is far ahead is asked about, by the web server's own; what was signed by it can be left behind", async () => {
  const { folder, address, pin, list, serve } = await online();
  const web = await temporaryFolder();
  await cp(outIn(folder), web, { recursive: true });
  serve(web);
  const ahead = new Date(Date.now() + 400 * 24 * 60 * 60 * 1000).toISOString().replace(/\.\d+/, "");
  await write(folder, { "trust-center.yaml": `${list}    description: From the future\n` });
  const asked = await runAsGiven(folder, ["publish", "--now", ahead]);
  expect([asked.code, asked.stderr]).toEqual([1, expect.stringMatching(/unusual {2}clock: /)]);
  // Somebody said yes.
  expect((await runIn(folder, ["publish", "--now", ahead])).code).toBe(0);
  const stuck = await runIn(folder, ["publish", "--now", at(15)]);
  expect([stuck.code, stuck.stderr]).toEqual([2, expect.stringContaining("move the published folder")]);
  await rm(outIn(folder), { recursive: true });
  await rm(join(folder, "trust-center.published.json"));
  expect((await runIn(folder, ["recover", "--pin", pin, "--now", at(15)])).code).toBe(0);
  expect((await runIn(folder, ["publish", "--now", at(15)])).code).toBe(0);
  await cp(outIn(folder), web, { recursive: true });
  expect((await runIn(folder, ["verify", address, "--pin", pin, "--now", at(16)])).stdout).toContain("version 2");
});
