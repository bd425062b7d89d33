import { mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Envelope, RoleSigners, Signer, Tree } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { type LoadOptions, load, memoryStore, type Store } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { newestKeys, newSigner } from "./attacks/keys.ts";
import { day, encode, headOf, publishVersion, signRoot, type Version } from "./attacks/publish.ts";
import { makeScene, resign, type Scene, start, visit } from "./attacks/scene.ts";
import { type FeedServer, startFeedServer } from "./attacks/server.ts";

let server: FeedServer;
let scene: Scene;

beforeEach(async () => {
  server = await startFeedServer();
  scene = await makeScene(server.address, "newest");
  server.tree = scene.newest.tree;
});

afterEach(() => server.close());

const visitAt = (now: number, more: LoadOptions = {}) =>
  load(server.address, { pin: scene.pin, now: () => now, timeout: 10_000, ...more });

/** The vendor's answer to a loss or a theft: root 3 gives roles to new keys, and all is signed with them. */
async function rotate(change: Partial<RoleSigners>, now: number): Promise<Version> {
  const keys = { ...newestKeys, ...change };
  const by = [...newestKeys.root, ...(change.root ?? [])];
  const third = await signRoot({ address: scene.address, version: 3, now, keys, by });
  return publishVersion({
    address: scene.address,
    content: mockContent({ title: "Under new keys" }),
    keys,
    roots: [...scene.newest.roots, third],
    now,
    before: scene.newest,
  });
}

/** The newest tree under a timestamp of one's own. */
async function withTimestampBy(signer: readonly Signer[], change: object): Promise<Tree> {
  const head = headOf(scene.newest.tree);
  const timestamp = await resign(head.timestamp, "timestamp", signer, change);
  return new Map([...scene.newest.tree, ["head.json", encode({ ...head, timestamp })]]);
}

describe("after a theft or a loss of keys, under the old pin", () => {
  test("fast-forward by a stolen timestamp key: who saw the forged version goes on after a rotation", async () => {
    const victim = memoryStore();
    server.tree = await withTimestampBy(newestKeys.timestamp, { version: 1_000_000 });
    expect((await visitAt(visit, { store: victim })).head.timestamp.version).toBe(1_000_000);

    server.tree = await withTimestampBy(newestKeys.timestamp, { version: 3 });
    await expect(visitAt(visit, { store: victim })).rejects.toMatchObject({ code: "rollback" });

    server.tree = (await rotate({ timestamp: [await newSigner()] }, visit)).tree;
    for (const store of [victim, memoryStore()]) {
      const center = await visitAt(visit, { store, strict: true });
      expect(center).toMatchObject({ freshness: "fresh", trust: "verified", head: { root: { version: 3 } } });
      expect(center.head.timestamp.version).toBeLessThan(1_000_000);
    }
    // What was forged counts for nothing any more: the new key's versions do.
    expect((await visitAt(visit, { store: victim })).head.timestamp.version).toBe(3);
  });

  test.each([
    ["timestamp", async () => ({ timestamp: [await newSigner()] })],
    ["manifest", async () => ({ manifest: [await newSigner()] })],
    ["timestamp and manifest", async () => ({ timestamp: [await newSigner()], manifest: [await newSigner("ES256")] })],
    ["every", async () => allNew()],
  ])("a lost %s key: who was here before and who comes new both verify", async (_what, lost) => {
    const returning = memoryStore();
    await visitAt(visit, { store: returning });
    server.tree = (await rotate(await lost(), visit)).tree;
    for (const store of [returning, memoryStore()]) {
      expect(await visitAt(visit + day, { store, strict: true })).toMatchObject({
        trust: "verified",
        freshness: "fresh",
        pin: scene.pin,
        feed: { title: "Under new keys" },
      });
    }
  });

  test("who rotated is not followed back: the retired timestamp key signs in vain", async () => {
    const store = memoryStore();
    const rotated = await rotate({ timestamp: [await newSigner()] }, visit);
    server.tree = rotated.tree;
    await visitAt(visit, { store });
    const head = headOf(rotated.tree);
    const timestamp = await resign(head.timestamp, "timestamp", newestKeys.timestamp, { version: 1_000_000 });
    server.tree = new Map([...rotated.tree, ["head.json", encode({ ...head, timestamp })]]);
    await expect(visitAt(visit, { store })).rejects.toMatchObject({ code: "signature-invalid" });
  });
});

async function allNew(): Promise<RoleSigners> {
  const [root, manifest, timestamp, receipt] = [
    await newSigner(),
    await newSigner(),
    await newSigner(),
    await newSigner(),
  ];
  return { root: [root], manifest: [manifest], timestamp: [timestamp], receipt: [receipt] };
}

test("away for 200 versions and 3 roots: one load catches up, and a newcomer starts from the pin", async () => {
  const plain = memoryStore();
  const strict = memoryStore();
  server.tree = scene.first.tree;
  for (const store of [plain, strict]) await visitAt(start, { store });

  const latest = await publishMany(200);
  server.tree = latest.tree;
  const now = start + 203 * day;
  for (const [store, more] of [
    [plain, {}],
    [strict, { strict: true }],
    [memoryStore(), {}],
    [memoryStore(), { strict: true }],
  ] as const) {
    const center = await visitAt(now, { store, ...more });
    expect(center).toMatchObject({ trust: "verified", freshness: "fresh", feed: { version: 202 } });
    expect(center.head.root.version).toBe(4);
    if ("strict" in more) expect(center.history?.length).toBe(center.head.manifest.log.size);
  }
});

/** Version after version, one a day, with a root 3 and a root 4 among them. */
async function publishMany(count: number): Promise<Version> {
  let version = scene.newest;
  let keys: RoleSigners = newestKeys;
  const roots: Envelope[] = [...scene.newest.roots];
  for (let at = 1; at <= count; at++) {
    const now = start + (at + 1) * day;
    if (at === 60 || at === 140) {
      const next = await allNew();
      const by = [...keys.root, ...next.root];
      roots.push(await signRoot({ address: scene.address, version: roots.length + 1, now, keys: next, by }));
      keys = next;
    }
    const content = mockContent({ title: `Day ${at}`, intro: `Day ${at}` });
    const entries = [...content.subprocessors, { id: `e${at}`, name: `Entry ${at}` }];
    version = await publishVersion({
      address: scene.address,
      content: { ...content, subprocessors: entries },
      keys,
      roots: [...roots],
      now,
      before: version,
    });
  }
  return version;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-recovery-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A store whose writing fails, as on a full disk. */
const full = (disposable: boolean): Store => ({
  disposable,
  read: async () => undefined,
  update: async () => {
    throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  },
});

describe("a memory that is lost, broken or full", () => {
  test("wiped: the reader starts from the pin", async () => {
    const folder = await temporaryFolder();
    await visitAt(visit, { store: fileStore(folder) });
    for (const name of await readdir(folder)) await rm(join(folder, name));
    expect(await visitAt(visit, { store: fileStore(folder) })).toMatchObject({ trust: "verified", freshness: "fresh" });
    // What was verified, and when it was seen.
    expect(await readdir(folder)).toHaveLength(2);
  });

  test.each([
    ["cut", (path: string) => truncate(path, 100)],
    ["empty", (path: string) => truncate(path, 0)],
  ])("%s: an error that says what to do, and the file is left for whoever mends it", async (_how, damage) => {
    const folder = await temporaryFolder();
    await visitAt(visit, { store: fileStore(folder) });
    const path = join(folder, (await readdir(folder))[0] as string);
    await damage(path);
    const before = await readFile(path, "utf8");
    await expect(visitAt(visit, { store: fileStore(folder) })).rejects.toMatchObject({
      code: "storage",
      message: expect.stringMatching(/Restore it, or remove it to start again from the pin/),
    });
    expect(await readFile(path, "utf8")).toBe(before);
  });

  test("broken, where it is disposable: the reader starts from the pin and remembers again", async () => {
    const inner = memoryStore();
    await inner.update(server.address, () => ({ format: 9 }));
    const store: Store = { ...inner, disposable: true };
    expect(await visitAt(visit, { store })).toMatchObject({ trust: "verified", freshness: "fresh" });
    expect(await inner.read(server.address)).toMatchObject({ format: 1, state: { pin: scene.pin } });
  });

  test("full: nothing is handed out that cannot be remembered", async () => {
    await expect(visitAt(visit, { store: full(false) })).rejects.toMatchObject({
      code: "storage",
      lastVerified: undefined,
    });
  });

  test("full, where it is disposable: the list is handed out", async () => {
    expect(await visitAt(visit, { store: full(true) })).toMatchObject({ freshness: "fresh", feed: { version: 2 } });
  });

  test("full after a first visit: the copy of that visit stands beside the error", async () => {
    const inner = memoryStore();
    server.tree = scene.first.tree;
    await visitAt(start, { store: inner });
    server.tree = scene.newest.tree;
    await expect(visitAt(visit, { store: { ...full(false), read: inner.read } })).rejects.toMatchObject({
      code: "storage",
      lastVerified: { freshness: "stale", feed: { version: 1 } },
    });
  });
});

describe("a memory that others write to", () => {
  test("another vendor's record under this address is no memory of this feed", async () => {
    const other = await startFeedServer();
    onTestFinished(() => other.close());
    const elsewhere = await makeScene(other.address, "newest");
    other.tree = elsewhere.newest.tree;
    const store = memoryStore();
    await load(other.address, { pin: elsewhere.pin, store, now: () => visit });
    const record = await store.read(other.address);
    await store.update(server.address, () => record);
    expect(await visitAt(visit, { store })).toMatchObject({ trust: "verified", pin: scene.pin });
    expect(await store.read(server.address)).toMatchObject({ state: { feed: server.address, pin: scene.pin } });
    expect(await store.read(other.address)).toEqual(record);
  });

  test("two readers of one memory at the same time: it never goes back", async () => {
    const store = memoryStore();
    server.tree = scene.first.tree;
    await visitAt(start, { store });
    const late = heldBack(store);
    const slow = visitAt(start + day, { store: late.store });
    await late.reached;
    server.tree = scene.newest.tree;
    await visitAt(visit, { store });
    const newest = await store.read(server.address);
    late.release();
    // What it read first is older than what the other has kept meanwhile: it looks again.
    expect(await slow).toMatchObject({ feed: { version: 2 } });
    expect(await store.read(server.address)).toEqual(newest);
  });

  test("two readers that were served two timestamps of one version: the second one of them finds the fork", async () => {
    const store = memoryStore();
    server.tree = scene.first.tree;
    await visitAt(start, { store });
    const late = heldBack(store);
    server.tree = await withTimestampBy(newestKeys.timestamp, { expires: "2026-03-01T00:00:00Z" });
    const slow = visitAt(visit, { store: late.store });
    await late.reached;
    server.tree = scene.newest.tree;
    await visitAt(visit, { store });
    late.release();
    await expect(slow).rejects.toMatchObject({ code: "fork", evidence: { found: {}, remembered: {} } });
  });

  test("ten readers of one folder, half of them served the older version: the newer one stays", async () => {
    const folder = await temporaryFolder();
    const store = fileStore(folder);
    const older = await startFeedServer();
    onTestFinished(() => older.close());
    older.tree = scene.first.tree;
    // Half of the readers meet a server that lags behind, at the address of the other.
    const lagging: typeof fetch = (url, init) =>
      fetch(String(url).replace(server.address, older.address), init as RequestInit);
    const visits = Array.from({ length: 10 }, (_, at) =>
      visitAt(visit, { store, ...(at % 2 === 0 && { fetch: lagging }) }).catch((error: unknown) => error),
    );
    await Promise.all(visits);
    expect(await store.read(server.address)).toMatchObject({
      state: { timestamp: { version: 2 }, root: { version: 2 } },
    });
  });
});

/** A store whose next update waits, and says that it does. */
function heldBack(inner: Store) {
  let [reach, release] = [() => {}, () => {}];
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const store: Store = {
    read: inner.read,
    update: async (key, next) => {
      reach();
      await released;
      await inner.update(key, next);
    },
  };
  return { store, reached, release: () => release() };
}
