import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { outIn, temporaryFolder, testKey } from "@trust-center/authoring/testing";
import {
  createSigner,
  fromPem,
  type ProofBundle,
  parseCheckpoint,
  type Receipt,
  signReceipt,
} from "@trust-center/feed";
import { load, memoryStore, publicSince } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { describe, expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { at, watched, witnessName } from "../testing/watched.ts";

const entry = (id: string, name: string) =>
  `  - { id: ${id}, name: ${name}, groups: [infrastructure], purposes: [Support] }\n`;

/** A vendor that announces Desk Three on a day, by the clock that it says. */
async function announced(said: number) {
  const vendor = await watched();
  const { pin, address, folder, publish, verifierKey } = vendor;
  expect((await publish(said, entry("desk-three", "Desk Three"))).code).toBe(0);
  const { stdout } = await runIn(folder, ["keys", "log", "--json"]);
  const [logKey] = JSON.parse(stdout).keys as string[];
  await writeFile(join(folder, "my.policy"), `log ${logKey}\nwitness W1 ${verifierKey}\nquorum W1\n`);
  await writeFile(join(folder, "nobody.policy"), `log ${logKey}\nquorum none\n`);
  const run = async (day: number, ...words: string[]) => {
    const { code, stdout, stderr } = await runIn(folder, [...words, "--pin", pin, "--now", at(day)]);
    return { code, text: stdout + stderr };
  };
  const center = (day: number, more: object = {}) =>
    load(address, { pin, strict: true, now: () => Date.parse(at(day)), ...more });
  return { ...vendor, run, center };
}

describe("an entry that is dated back", () => {
  test("says both times: the stated one, and when a witness first saw it; and what is left of its period", async () => {
    const { address, cosign, run, center, verifierKey } = await announced(11);
    // Published on the 23rd by a clock that says the 11th: 14 days to object, until the 25th.
    await cosign(23);
    const witnesses = [verifierKey];
    const since = await publicSince(await center(24), "2.1", { witnesses });
    expect(since).toEqual({ at: at(23), by: "witness", name: witnessName });
    const made = await run(24, "prove", "2.1", address, "--witness", verifierKey, "--out", "c.tlog-proof");
    expect(made.text).toContain(
      `Announced 11 Jan 2026, 12:00 UTC; provably public by 23 Jan 2026, 12:00 UTC, ${witnessName}`,
    );
    const verified = await run(25, "verify", "c.tlog-proof", "--policy", "my.policy");
    expect(verified.code).toBe(0);
    expect(verified.text).toContain("Announced 11 Jan 2026, 12:00 UTC; provably public by 23 Jan 2026, 12:00 UTC");
    expect(verified.text).toMatch(/2\.\d of 14\.\d days were left when it was provably public, on 23 Jan 2026/);
    const { text } = await run(25, "verify", "c.tlog-proof", "--policy", "my.policy", "--json");
    expect(JSON.parse(text)).toMatchObject({
      trust: "verified",
      times: { announced: at(11), public: { at: at(23), name: witnessName }, window: { isShort: true } },
      entry: { change: { id: "2.1" } },
    });
  });

  test("says plainly where nothing proves it", async () => {
    const { address, run, verifierKey } = await announced(11);
    const proof = ["prove", "2.1", address, "--out", "c.tlog-proof"];
    expect((await run(12, ...proof, "--witness", verifierKey)).text).toContain("no witness has dated this");
    expect(await run(12, "verify", "c.tlog-proof", "--policy", "my.policy")).toMatchObject({ code: 7 });
    const { code, text } = await run(12, "verify", "c.tlog-proof", "--policy", "nobody.policy");
    expect([code, text]).toEqual([0, expect.stringContaining("no witness was named who could have dated this")]);
  });
});

describe("what witnesses signed first", () => {
  test("is kept for each state of the log, and dates its entries when the log has grown and was cosigned again", async () => {
    const { folder, address, cosign, publish, run, center, verifierKey } = await announced(11);
    await cosign(13);
    await cosign(20);
    await publish(21, entry("desk-four", "Desk Four"));
    await cosign(22);
    const kept = await readFile(join(outIn(folder), "log/cosigned/2"), "utf8");
    expect(parseCheckpoint(kept).size).toBe(2);
    const witnesses = [verifierKey];
    const opened = await center(25);
    expect(await publicSince(opened, "2.1", { witnesses })).toMatchObject({ at: at(13), by: "witness" });
    expect(await publicSince(opened, "3.1", { witnesses })).toMatchObject({ at: at(22), by: "witness" });
    await run(25, "prove", "2.1", address, "--out", "c.tlog-proof");
    expect(await readFile(join(folder, "c.tlog-proof"), "utf8")).toContain("\n2\n");
    expect((await run(25, "verify", "c.tlog-proof", "--policy", "my.policy")).text).toContain("public by 13 Jan 2026");
  });

  test("comes back with a folder that is recovered from what is published", async () => {
    const { folder, pin, cosign, publish, serve } = await announced(11);
    await cosign(13);
    await publish(21, entry("desk-four", "Desk Four"));
    const [out, copy] = [outIn(folder), await temporaryFolder()];
    await cp(out, copy, { recursive: true });
    await writeFile(join(copy, "log/cosigned/3"), "not a checkpoint");
    serve(copy);
    await rm(out, { recursive: true });
    expect((await runIn(folder, ["recover", "--pin", pin, "--now", at(22)])).code).toBe(0);
    const files = await readdir(join(out, "log/cosigned"));
    expect(files).toEqual(["2"]);
    expect(await readFile(join(out, "log/cosigned/2"), "utf8")).toContain(`— ${witnessName} `);
  });

  test("is nothing where it is of another log, or no checkpoint", async () => {
    const { folder, cosign, publish, center, verifierKey } = await announced(11);
    await cosign(13);
    await publish(21, entry("desk-four", "Desk Four"));
    await cosign(22);
    const path = join(outIn(folder), "log/cosigned/2");
    const kept = await readFile(path, "utf8");
    const witnesses = [verifierKey];
    const later = { at: at(22), by: "witness", name: witnessName };
    const newer = await readFile(join(outIn(folder), "log/cosigned/3"), "utf8");
    for (const other of ["", "no", newer, kept.replace("\n2\n", "\n1\n"), kept.replace(/(w1 .{40}).{4}/, "$1AAAA")]) {
      await writeFile(path, other);
      expect(await publicSince(await center(25), "2.1", { witnesses })).toEqual(later);
    }
    const check = () => runIn(folder, ["verify", ".", "--now", at(25)]);
    await writeFile(path, newer);
    expect((await check()).stderr).toContain("log/cosigned/2 is not what was signed");
    await writeFile(path, kept);
    expect((await check()).code).toBe(0);
  });
});

describe("a list that applied", () => {
  test("names both times, online, in a saved proof, and as data", async () => {
    const { address, cosign, publish, run, folder, verifierKey } = await announced(11);
    await cosign(13);
    await publish(21, entry("desk-four", "Desk Four"));
    const witness = ["--witness", verifierKey];
    const dated = "Published 11 Jan 2026, 12:00 UTC; provably public by 13 Jan 2026, 12:00 UTC, witness.example/w1";
    const online = await run(25, "as-of", "2026-01-15", address, ...witness, "--save", "p.json");
    expect([online.code, online.text]).toEqual([0, expect.stringContaining(dated)]);
    const bundle = JSON.parse(await readFile(join(folder, "p.json"), "utf8")) as ProofBundle;
    expect(bundle.cosigned).toHaveLength(1);
    const saved = await run(25, "as-of", "2026-01-15", "p.json", "--policy", "my.policy");
    expect([saved.code, saved.text]).toEqual([0, expect.stringContaining(dated)]);
    const { text } = await run(25, "as-of", "2026-01-15", "p.json", ...witness, "--json");
    expect(JSON.parse(text)).toMatchObject({ from: at(11), public: { at: at(13), name: witnessName } });
    expect((await run(25, "as-of", "2026-01-15", "p.json")).text).toContain("no witness was named");
    expect((await run(25, "as-of", "2026-01-22", address, ...witness)).text).toContain("no witness has dated this");
  });
});

describe("a reader's own looks", () => {
  test("say since when it saw an entry, from the first that showed it; they convince nobody else", async () => {
    const { address, center, publish } = await announced(11);
    const store = memoryStore();
    for (const day of [14, 16]) await center(day, { store });
    await publish(17, entry("desk-four", "Desk Four"));
    const opened = await center(20, { store });
    expect(opened.looks).toEqual([
      { size: 2, at: at(14) },
      { size: 3, at: at(20) },
    ]);
    expect(await publicSince(opened, "2.1")).toEqual({ at: at(14), by: "reader" });
    expect(await publicSince(opened, "3.1")).toEqual({ at: at(20), by: "reader" });
    const folder = await temporaryFolder();
    await load(address, { pin: opened.pin, store: fileStore(folder), now: () => Date.parse(at(18)) });
    const again = await center(22, { store: fileStore(folder) });
    expect(await publicSince(again, "2.1")).toEqual({ at: at(18), by: "reader" });
  });

  test("an open window says both times in `watch status`, by what the watch remembers", async () => {
    const { folder, address, pin } = await announced(11);
    await writeFile(join(folder, "feeds.txt"), `${address} ${pin}\n`);
    const watch = (day: number) => runIn(folder, ["watch", "feeds.txt", "--once", "--now", at(day)]);
    await watch(18);
    await watch(20);
    const { stdout } = await runIn(folder, ["watch", "status", "feeds.txt", "--open", "--now", at(21)]);
    expect(stdout).toContain("Announced 11 Jan 2026, 12:00 UTC; seen here since 18 Jan 2026, 12:00 UTC; no witness");
    expect(stdout).toMatch(/7\.\d of 14\.\d days were left when it was first seen here, on 18 Jan 2026/);
    const { stdout: json } = await runIn(folder, ["watch", "status", "feeds.txt", "--json", "--now", at(21)]);
    expect(JSON.parse(json).vendors[0].open.windows[0]).toMatchObject({
      public: { at: at(18), by: "reader" },
      since: { isShort: true },
    });
  });

  test("a watch with witnesses names them, and remembers the first that signed", async () => {
    const { folder, address, pin, cosign, verifierKey } = await announced(11);
    await writeFile(join(folder, "v.json"), JSON.stringify({ vendors: [{ address, pin, witnesses: [verifierKey] }] }));
    const watch = (day: number) => runIn(folder, ["watch", "v.json", "--once", "--json", "--now", at(day)]);
    await cosign(12);
    await watch(18);
    await cosign(19);
    const { stdout } = await watch(20);
    expect(JSON.parse(stdout.split("\n")[0] ?? "").open.windows[0]).toMatchObject({
      public: { at: at(12), by: "witness", name: witnessName },
      since: { isShort: true },
    });
    const status = await runIn(folder, ["watch", "status", "v.json", "--now", at(21)]);
    expect(status.stdout).toContain("provably public by 12 Jan 2026, 12:00 UTC, witness.example/w1");
  });
});

describe("a receipt", () => {
  test("is shown with both times of the change, and what is left of the time to object", async () => {
    const { folder, address, pin, cosign, center, run, verifierKey } = await announced(11);
    await cosign(23);
    const { feed, head } = await center(24);
    const receipt: Receipt = {
      type: "receipt",
      feed: address,
      pin,
      id: "r1",
      action: "objection-filed",
      change: "2.1",
      announced: at(11),
      version: feed.version,
      sha256: head.manifest.files.feed.sha256,
      log: head.manifest.log,
      filed: at(24),
      deadline: "2026-01-25T23:59:59Z",
      objection: "0".repeat(64),
    };
    const compact = await signReceipt(receipt, await createSigner(await fromPem(testKey)));
    const roots = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8")).roots;
    await writeFile(join(folder, "r.json"), JSON.stringify({ receipt: compact, roots }));
    const online = await run(24, "verify", "r.json", "--witness", verifierKey);
    expect([online.code, online.text]).toEqual([
      0,
      expect.stringContaining("Announced 11 Jan 2026, 12:00 UTC; provably public by 23 Jan 2026, 12:00 UTC"),
    ]);
    expect(online.text).toContain("2.5 of 14.5 days were left when it was provably public, on 23 Jan 2026");
    const { text } = await run(24, "verify", "r.json", "--witness", verifierKey, "--json");
    expect(JSON.parse(text).times).toMatchObject({
      announced: at(11),
      public: { at: at(23) },
      window: { isShort: true },
    });
    const offline = await run(24, "verify", "r.json", "--offline");
    expect([offline.code, offline.text]).toEqual([
      0,
      expect.stringContaining("Announced 11 Jan 2026, 12:00 UTC, as the"),
    ]);
  });
});
