import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, outIn, testList, write } from "@trust-center/authoring/testing";
import { describe, expect, test } from "vitest";
import { runIn } from "../../testing/run.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** A folder whose version 1 was published on 10 January, and how to run commands in it. */
async function published(list = testList) {
  const folder = await authoringFolder({ "trust-center.yaml": list });
  const { stdout } = await runIn(folder, ["publish", "--now", at(10), "--json"]);
  const { pin } = JSON.parse(stdout) as { pin: string };
  const keys = (...words: string[]) => runIn(folder, ["keys", ...words]);
  const verify = (day: number) => runIn(folder, ["verify", ".", "--pin", pin, "--state", "seen", "--now", at(day)]);
  return { folder, pin, keys, verify };
}

type Listed = {
  roles: Record<string, { kids: string[]; threshold: number }>;
  keys: { kid: string; at?: string; roles: string[] }[];
};
const listed = async (folder: string): Promise<Listed> =>
  JSON.parse((await runIn(folder, ["keys", "list", "--now", at(28), "--json"])).stdout);

/** Takes a key off the machine: its file, and its line in the settings. */
async function takeAway(folder: string, file: string, to: string) {
  await rename(join(folder, file), join(folder, to));
  const path = join(folder, "trust-center.yaml");
  await writeFile(path, (await readFile(path, "utf8")).replace(`    - ./${file}\n`, ""));
}

describe("split", () => {
  test("gives each role a key of its own; the pin and readers with a memory stay", async () => {
    const { folder, pin, keys, verify } = await published();
    expect((await verify(11)).code).toBe(0);
    const split = await keys("split", "--now", at(12));
    expect(split).toMatchObject({ code: 0, stderr: "" });
    expect(split.stdout).toContain(`The pin stays ${pin}`);
    expect((await verify(13)).stdout).toContain("✓ Roots: 2 of 2");
    const { roles } = await listed(folder);
    expect(new Set(Object.values(roles).flatMap(({ kids }) => kids)).size).toBe(4);
    expect((await keys("split", "--now", at(14))).code).toBe(2);
  });

  test("lets the timestamp key renew, and nothing else", async () => {
    const { folder, keys, verify } = await published();
    await keys("split", "--now", at(12));
    const key = "keys/timestamp-2026-01-12.key.pem";
    const refreshed = ["refresh", "--out", outIn(folder), "--key", key, "--now", at(14)];
    expect(await runIn(folder, refreshed)).toMatchObject({ code: 0, stderr: "" });
    expect((await verify(15)).code).toBe(0);
    for (const role of ["manifest", "receipt"]) {
      const wrong = await runIn(folder, refreshed.with(4, key.replace("timestamp", role)));
      expect(wrong.code).toBe(2);
      expect(wrong.stderr).toContain('may sign as "timestamp"');
    }
  });

  test("lets the root key leave the machine, and publishing goes on", async () => {
    const { folder, keys, verify } = await published();
    await keys("split", "--now", at(12));
    await takeAway(folder, "trust-center.key.pem", "stick.pem");
    const yaml = await readFile(join(folder, "trust-center.yaml"), "utf8");
    await write(folder, { "trust-center.yaml": `${yaml}    description: More\n` });
    expect(await runIn(folder, ["publish", "--now", at(14)])).toMatchObject({ code: 0, stderr: "" });
    expect((await verify(15)).code).toBe(0);
  });

  test("before the first publish makes root 1, whose pin the publish keeps", async () => {
    const folder = await authoringFolder();
    const split = await runIn(folder, ["keys", "split", "--now", at(10), "--json"]);
    const { pin, root } = JSON.parse(split.stdout);
    expect(root).toMatchObject({ version: 1 });
    await takeAway(folder, "trust-center.key.pem", "stick.pem");
    const { stdout } = await runIn(folder, ["publish", "--now", at(11), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: "published", pin });
    expect((await runIn(folder, ["verify", ".", "--pin", pin, "--now", at(12)])).code).toBe(0);
  });
});

describe("a key that is lost", () => {
  test.each(["timestamp", "manifest", "receipt"])("%s: the root key names another", async (role) => {
    const { folder, keys, verify } = await published();
    await keys("split", "--now", at(12));
    expect((await verify(13)).code).toBe(0);
    await rm(join(folder, `keys/${role}-2026-01-12.key.pem`));
    if (role !== "receipt") expect((await runIn(folder, ["publish", "--force-refresh", "--now", at(14)])).code).toBe(2);
    expect(await keys("rotate", "--role", role, "--now", at(15))).toMatchObject({ code: 0, stderr: "" });
    expect((await verify(16)).code).toBe(0);
    expect((await runIn(folder, ["publish", "--force-refresh", "--now", at(17)])).code).toBe(0);
    expect((await verify(18)).stdout).toContain("✓ Roots: 3 of 3");
  });

  test("one of two root keys: the other, and the new one, are enough at a threshold of one", async () => {
    const { folder, keys, verify } = await published();
    await keys("split", "--now", at(12));
    await keys("new", "b.key.pem");
    const added = await keys("add", "b.pub.json", "--role", "root", "--now", at(13));
    expect(added).toMatchObject({ code: 0, stderr: "" });
    await takeAway(folder, "trust-center.key.pem", "lost.pem");
    const old = (await listed(folder)).roles.root?.kids[0] as string;
    expect(await keys("retire", old.slice(0, 6), "--key", "b.key.pem", "--now", at(14))).toMatchObject({ code: 0 });
    expect((await verify(15)).code).toBe(0);
    expect((await listed(folder)).roles.root?.kids).toHaveLength(1);
  });
});

test("a key that was lost on the day on which it was made is replaced on that day", async () => {
  const { folder, keys, verify } = await published();
  await keys("split", "--now", at(12));
  // Its public half is still there: a new key must not take its name.
  await rm(join(folder, "keys/timestamp-2026-01-12.key.pem"));
  const half = await readFile(join(folder, "keys/timestamp-2026-01-12.pub.json"), "utf8");
  expect(await keys("rotate", "--role", "timestamp", "--now", at(12))).toMatchObject({ code: 0, stderr: "" });
  expect(await readFile(join(folder, "keys/timestamp-2026-01-12.pub.json"), "utf8")).toBe(half);
  expect((await verify(13)).code).toBe(0);
});

test("a new key signs under its own passphrase", async () => {
  const { folder, verify } = await published();
  const env = { OLD: "one", NEW: "two" };
  const keys = (...words: string[]) => runIn(folder, ["keys", ...words], { env });
  const old = await keys(
    "rotate",
    "--kid",
    (await listed(folder)).keys[0]?.kid ?? "",
    "--new-passphrase-env",
    "OLD",
    "--now",
    at(12),
  );
  expect(old).toMatchObject({ code: 0 });
  const rotated = await keys(
    ...[
      "rotate",
      "--role",
      "timestamp",
      "--role",
      "manifest",
      "--passphrase-env",
      "OLD",
      "--new-passphrase-env",
      "NEW",
    ],
    ...["--now", at(13)],
  );
  expect(rotated).toMatchObject({ code: 0, stderr: "" });
  expect((await verify(14)).code).toBe(0);
});

test("of a feed whose address was changed in the settings no root is made", async () => {
  const { folder, keys } = await published();
  const head = await readFile(join(outIn(folder), "head.json"), "utf8");
  await writeFile(join(folder, "trust-center.yaml"), testList.replace("acme.example", "other.example"));
  const { code, stderr } = await keys("renew", "--now", at(12));
  expect([code, stderr]).toEqual([2, expect.stringContaining("The address is signed into the first root")]);
  expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(head);
});

test("no root is made by a clock that is earlier than what was signed", async () => {
  const { keys } = await published();
  const { code, stderr } = await keys("renew", "--now", at(9));
  expect([code, stderr]).toEqual([2, expect.stringContaining("Set the clock")]);
});

test("a public half that is another key's is said to be, and nothing is signed with it", async () => {
  const { folder } = await published();
  const env = { PASS: "one" };
  const run = (...words: string[]) => runIn(folder, words, { env });
  await run("keys", "split", "--new-passphrase-env", "PASS", "--now", at(12));
  const half = (role: string) => join(folder, `keys/${role}-2026-01-12.pub.json`);
  // Whoever can write there says that the receipt key is the timestamp's.
  await rm(join(folder, "keys/timestamp-2026-01-12.key.pem"));
  await rename(half("timestamp"), half("receipt"));
  const { code, stderr } = await run("publish", "--force-refresh", "--passphrase-env", "PASS", "--now", at(13));
  expect([code, stderr]).toEqual([2, expect.stringContaining("receipt-2026-01-12.pub.json to be the public half")]);
});

test("a key that holds one role takes another", async () => {
  const { folder, keys, verify } = await published();
  await keys("split", "--now", at(12));
  const add = ["add", "keys/receipt-2026-01-12.pub.json", "--role"];
  expect(await keys(...add, "timestamp", "--now", at(13))).toMatchObject({ code: 0, stderr: "" });
  expect((await listed(folder)).roles.timestamp?.kids).toHaveLength(2);
  expect((await keys(...add, "timestamp", "--now", at(14))).code).toBe(2);
  expect((await verify(15)).code).toBe(0);
});

test("where what is published is older than what is remembered no root is made from it", async () => {
  const { folder, keys } = await published();
  const path = join(folder, "trust-center.published.json");
  const memory = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ ...memory, root: 2 }));
  const { code, stderr } = await keys("renew", "--now", at(12));
  expect([code, stderr]).toEqual([1, expect.stringContaining("root 2 (found 1)")]);
  for (const other of [{ pin: `sha256-${"A".repeat(43)}` }, { log: { ...memory.log, root: "0".repeat(64) } }]) {
    await writeFile(path, JSON.stringify({ ...memory, ...other }));
    const refused = await keys("renew", "--now", at(12));
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("another history")]);
  }
  await writeFile(path, JSON.stringify({ ...memory, timestamp: 0 }));
  expect((await keys("renew", "--now", at(12))).code).toBe(0);
});

test("a stolen key loses all of its roles at once", async () => {
  const { folder, keys, verify } = await published();
  const [{ kid } = { kid: "" }] = (await listed(folder)).keys;
  expect(await keys("rotate", "--kid", kid, "--now", at(12))).toMatchObject({ code: 0, stderr: "" });
  const { roles, keys: after } = await listed(folder);
  expect(Object.values(roles).flatMap(({ kids }) => kids)).not.toContain(kid);
  expect(after).toHaveLength(1);
  expect((await verify(13)).code).toBe(0);
  await rm(join(folder, "trust-center.key.pem"));
  expect((await runIn(folder, ["publish", "--force-refresh", "--now", at(14)])).code).toBe(0);
});

describe("what cannot be is refused, and nothing is written", () => {
  test.each([
    [["threshold", "root", "2"], "add a key first"],
    [["threshold", "nobody", "1"], "one of the roles"],
    [["retire", "zzzz"], "id of a key of root 1"],
    [["retire", "kPrK", "--role", "receipt"], "id of a key"],
    [["rotate"], "--role or --kid"],
    [["add", "nowhere.pub.json", "--role", "root"], "public key"],
    [["add", "trust-center.yaml"], "--role"],
    [["new", "trust-center.key.pem"], "never overwritten"],
    [["new", "key.txt"], "ends in .pem"],
    [["new", "x.pem", "--alg", "RS256"], "Ed25519 or ES256"],
    [["sign", "nowhere.json", "--key", "trust-center.key.pem"], "proposal"],
    [["sign", "trust-center.yaml", "--key", "trust-center.key.pem", "--yes"], "JSON"],
    [
      ["move", "https://acme.example/.well-known/trust-center/", "--to-pin", `sha256-${"A".repeat(43)}`],
      "another address",
    ],
    [["move", "ftp://new.example/", "--to-pin", "x"], "new address"],
  ])("%j", async (words, said) => {
    const { folder, keys } = await published();
    const head = await readFile(join(outIn(folder), "head.json"), "utf8");
    const { code, stderr } = await keys(
      ...words,
      ...(words[0] === "new" || words[0] === "sign" ? [] : ["--now", at(12)]),
    );
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(said);
    expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(head);
    await expect(stat(join(folder, "root-2.proposal.json"))).rejects.toThrow();
  });
});

test("a move is told by the root", async () => {
  const { folder, keys, verify } = await published();
  const pin = `sha256-${"A".repeat(43)}`;
  expect((await keys("move", "https://new.example/tc/", "--to-pin", pin, "--now", at(12))).code).toBe(0);
  const { roots } = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8"));
  const root = JSON.parse(Buffer.from(roots[1].payload, "base64url").toString());
  expect(root.successor).toEqual({ feed: "https://new.example/tc/", pin });
  expect(await readFile(join(outIn(folder), "index.html"), "utf8")).toContain("new.example");
  const verified = await verify(13);
  expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining("Moved: the feed says")]);
  const again = await runIn(folder, ["publish", "--now", at(13)]);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("led to https://new.example/tc/")]);
  // Files for people follow a pin that is mended, too.
  const other = `sha256-${"B".repeat(43)}`;
  expect((await keys("move", "https://new.example/tc/", "--to-pin", other, "--now", at(14))).code).toBe(0);
  expect(await readFile(join(outIn(folder), "updates.atom"), "utf8")).toContain(`#moved-${at(14)}`);
  expect((await verify(15)).code).toBe(0);
});

test("publish warns of a root that it cannot renew, and keys renew mends it", async () => {
  const { folder, keys, pin } = await published();
  await keys("split", "--now", at(12));
  await takeAway(folder, "trust-center.key.pem", "stick.pem");
  const late = "2026-12-01T00:00:00Z";
  const { code, stderr } = await runIn(folder, ["publish", "--now", late]);
  expect(code).toBe(0);
  expect(stderr).toContain("trust-center keys renew");
  expect((await keys("renew", "--key", "stick.pem", "--now", late)).code).toBe(0);
  expect(await runIn(folder, ["publish", "--now", "2026-12-02T00:00:00Z"])).toMatchObject({ code: 0, stderr: "" });
  expect((await runIn(folder, ["verify", ".", "--pin", pin, "--now", "2026-12-03T00:00:00Z"])).code).toBe(0);
});

test("the sheet names every key and no secret", async () => {
  const { folder, pin, keys } = await published();
  await keys("split", "--now", at(12));
  const { stdout } = await keys("sheet", "--now", at(13));
  expect(stdout).toContain(pin);
  for (const { kid } of (await listed(folder)).keys) expect(stdout).toContain(kid);
  expect(stdout).not.toContain("PRIVATE KEY");
  expect(
    Math.max(
      ...stdout
        .split("\n")
        .filter((line) => !line.includes("/"))
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);
});

test("of several encrypted keys only those that sign are opened", async () => {
  const { folder, verify } = await published();
  const env = { PASS: "one", OTHER: "two" };
  const run = (...words: string[]) => runIn(folder, words, { env });
  expect(
    (await run("keys", "split", "--new-passphrase-env", "PASS", "--passphrase-env", "PASS", "--now", at(12))).code,
  ).toBe(0);
  // Its passphrase is another one: opening it would fail.
  const receipt = join(folder, "keys/receipt-2026-01-12.key.pem");
  await rm(receipt);
  await rm(receipt.replace(".key.pem", ".pub.json"));
  await run("keys", "new", receipt, "--new-passphrase-env", "OTHER");
  expect(await run("publish", "--force-refresh", "--passphrase-env", "PASS", "--now", at(14))).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect((await verify(15)).code).toBe(0);
  expect((await run("publish", "--force-refresh", "--passphrase-env", "OTHER", "--now", at(16))).code).toBe(2);
});
