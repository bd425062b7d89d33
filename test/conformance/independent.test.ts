import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { publishFolder } from "@trust-center/authoring";
import { generatePrivateKey, toPem } from "@trust-center/feed";
import { flattenedVerify, generalVerify, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { leafHash, mth, path, rootFromPath } from "./independent/merkle.ts";
import { openCheckpoint } from "./independent/note.ts";
import { isConsistent, type ReadTile, rootFromTiles, tilesOf } from "./independent/tiles.ts";

const run = promisify(execFile);
const feed = "https://acme.example/.well-known/trust-center/";
const origin = "acme.example/.well-known/trust-center";
const start = Date.parse("2026-01-10T12:00:00Z");
const day = 24 * 60 * 60 * 1000;

let folder: string;
let out: string;
/** Sizes and roots that the log had after each publish, as its checkpoints said. */
let past: { size: number; root: Buffer }[];

/** A list of 300 entries, all of whose purposes are of one version. */
const list = (version: number) => `publish:
  feed: ${feed}
publisher:
  name: Acme
  url: https://acme.example/trust
subprocessors:
${Array.from({ length: 300 }, (_, at) => `  - { id: e${at}, name: Entry ${at}, purposes: [Purpose ${version}] }\n`).join("")}`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-independent-"));
  out = join(folder, "public/.well-known/trust-center");
  await writeFile(join(folder, "trust-center.key.pem"), await toPem(await generatePrivateKey()), { mode: 0o600 });
  past = [];
  for (const version of [1, 2, 3, 4]) {
    await writeFile(join(folder, "trust-center.yaml"), list(version));
    await publishFolder(folder, { now: start + version * day, confirm: () => true });
    const { size, root } = await opened();
    past.push({ size, root });
  }
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const readJson = async (path: string) => JSON.parse(await readFile(join(out, path), "utf8"));
const decoded = (payload: string) => JSON.parse(Buffer.from(payload, "base64url").toString());
const newestRoot = async () => decoded((await readJson("head.json")).roots.at(-1).payload);
const manifestOf = async () => decoded((await readJson("head.json")).manifest.payload);

async function opened(note?: string) {
  const root = await newestRoot();
  const { x } = root.keys[root.roles.manifest.kids[0]];
  return openCheckpoint(note ?? (await readFile(join(out, "log/checkpoint"), "utf8")), origin, x);
}

/** The lines of the history, without their newlines. */
async function entries(): Promise<Buffer[]> {
  const text = await readFile(join(out, (await manifestOf()).files.history.path), "latin1");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .map((line) => Buffer.from(line, "latin1"));
}

/** Every file below a folder of the tree, by path. */
async function filesIn(sub: string): Promise<string[]> {
  const found = await readdir(join(out, sub), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
    .sort();
}

/** Reads tiles into memory; a change stands in for what is on disk. */
async function tileReader(change: Record<string, Buffer> = {}): Promise<ReadTile> {
  const names = await filesIn("log/tile");
  const files = new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(out, name))] as const)));
  return (path) => change[path] ?? files.get(`log/${path}`);
}

describe("signatures, by jose", () => {
  test("root, manifest and timestamp verify as general JWS under the root's keys", async () => {
    const head = await readJson("head.json");
    const root = await newestRoot();
    for (const [role, envelope] of [
      ["root", head.roots.at(-1)],
      ["manifest", head.manifest],
      ["timestamp", head.timestamp],
    ] as const) {
      const key = await importJWK(root.keys[root.roles[role].kids[0]]);
      const { protectedHeader } = await generalVerify(envelope, key, { algorithms: ["Ed25519"] });
      expect(protectedHeader).toMatchObject({ typ: `trust-center-${role}+json` });
      const [signature] = envelope.signatures;
      await flattenedVerify({ payload: envelope.payload, ...signature }, key, { algorithms: ["Ed25519"] });
    }
    expect(await readJson("root/1.json")).toEqual(head.roots[0]);
  });

  test("and a changed payload does not", async () => {
    const { manifest } = await readJson("head.json");
    const root = await newestRoot();
    const key = await importJWK(root.keys[root.roles.manifest.kids[0]]);
    const payload = Buffer.from(manifest.payload, "base64url");
    payload[20] = (payload[20] as number) ^ 1;
    await expect(generalVerify({ ...manifest, payload: payload.toString("base64url") }, key)).rejects.toThrow();
  });
});

describe("files, by sha256sum", () => {
  test("every file named by a hash has that hash", async () => {
    const names = [...(await filesIn("feed")), ...(await filesIn("history"))];
    expect(names.length).toBe(8);
    const { stdout } = await run("sha256sum", names, { cwd: out });
    const found = Object.fromEntries(
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(/\s+/).reverse()),
    );
    for (const name of names) expect(name).toContain(`/${found[name]}.`);
  });

  test("the manifest's lengths and hashes are theirs", async () => {
    const { files } = await manifestOf();
    for (const { path, sha256, length } of [files.feed, files.history]) {
      const { stdout } = await run("sha256sum", [path], { cwd: out });
      expect(stdout.split(" ")[0]).toBe(sha256);
      expect((await readFile(join(out, path))).length).toBe(length);
    }
  });
});

describe("the log, by RFC 6962 and C2SP alone", () => {
  test("it is large enough to have full tiles and two levels", async () => {
    expect((await entries()).length).toBe(901);
    expect(past.map(({ size }) => size)).toEqual([1, 301, 601, 901]);
    const names = await filesIn("log/tile");
    expect(names).toEqual(expect.arrayContaining(["log/tile/0/000", "log/tile/0/002", "log/tile/1/000.p/3"]));
  });

  test("the checkpoint is signed by the log, and states the root of the history's lines", async () => {
    const lines = await entries();
    const checkpoint = await opened();
    const { log } = await manifestOf();
    expect(checkpoint).toEqual({ origin, size: lines.length, root: mth(lines) });
    expect({ size: checkpoint.size, root: checkpoint.root.toString("hex") }).toEqual(log);
    expect((await readJson("head.json")).log.checkpoint).toBe(await readFile(join(out, "log/checkpoint"), "utf8"));
  });

  test("every tile of the log is the file that is published", async () => {
    const expected = tilesOf(await entries());
    for (const [path, bytes] of expected) {
      expect({ path, same: bytes.equals(await readFile(join(out, "log", path))) }).toEqual({ path, same: true });
    }
    expect(expected.size).toBe(5);
    expect(rootFromTiles(901, await tileReader())).toEqual((await opened()).root);
  });

  test("the newest entry's proof is PATH, and leads to the root", async () => {
    const lines = await entries();
    const { last } = (await readJson("head.json")).log;
    expect(last.entry).toBe(lines.at(-1)?.toString());
    const proof = last.proof.map((hash: string) => Buffer.from(hash, "hex"));
    expect(proof).toEqual(path(lines.length - 1, lines));
    expect(rootFromPath(lines.length - 1, lines.length, leafHash(Buffer.from(last.entry)), proof)).toEqual(mth(lines));
  });

  test("every version's log is the beginning of today's, by tiles alone", async () => {
    const read = await tileReader();
    const { root } = await opened();
    for (const { size, root: old } of past.slice(0, -1)) {
      expect({ size, found: isConsistent(size, 901, old, root, read) }).toEqual({ size, found: true });
    }
  });
});

describe("the independent implementation can fail", () => {
  const flipped = (bytes: Buffer, at: number) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] as number) ^ 1;
    return changed;
  };

  test("a flipped tile", async () => {
    const read = await tileReader();
    const { root } = await opened();
    const [, { size, root: old }] = past as [unknown, { size: number; root: Buffer }];
    // Entry 300 is the last that was there; the first 256 are one hash.
    for (const [path, at] of [
      ["tile/0/001", 44 * 32],
      ["tile/1/000.p/3", 0],
    ] as const) {
      const broken = await tileReader({ [path]: flipped(read(path) as Buffer, at) });
      expect({ path, found: isConsistent(size, 901, old, root, broken) }).toEqual({ path, found: false });
    }
    const broken = await tileReader({ "tile/1/000.p/3": flipped(read("tile/1/000.p/3") as Buffer, 0) });
    expect(rootFromTiles(901, broken)?.equals(root)).toBe(false);
  });

  test("a wrong root, old or new", async () => {
    const read = await tileReader();
    const { root } = await opened();
    const [, { size, root: old }] = past as [unknown, { size: number; root: Buffer }];
    expect(isConsistent(size, 901, flipped(old, 0), root, read)).toBe(false);
    expect(isConsistent(size, 901, old, flipped(root, 0), read)).toBe(false);
    expect(isConsistent(size - 1, 901, old, root, read)).toBe(false);
  });

  test("a changed line, an entry's wrong place", async () => {
    const lines = await entries();
    const changed = lines.with(500, flipped(lines[500] as Buffer, 10));
    expect(mth(changed).equals(mth(lines))).toBe(false);
    const proof = path(900, lines);
    expect(rootFromPath(899, 901, leafHash(lines[900] as Buffer), proof)?.equals(mth(lines))).not.toBe(true);
  });

  test("a checkpoint of another size, unsigned, or under another key", async () => {
    const note = await readFile(join(out, "log/checkpoint"), "utf8");
    await expect(opened(note.replace("\n901\n", "\n900\n"))).rejects.toThrow("bad signature");
    await expect(opened(note.replace(/\n— .*\n$/, "\n"))).rejects.toThrow("not signed by the log");
    const other = Buffer.alloc(32, 7).toString("base64url");
    expect(() => openCheckpoint(note, origin, other)).toThrow("not signed by the log");
  });
});
