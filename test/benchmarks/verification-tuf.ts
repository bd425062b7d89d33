import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { check, feedSchema, parseJson, sha256Hex } from "@trust-center/feed";
import { load } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { publish } from "./content.ts";
import { installPeers } from "./peers.ts";
import { timeInTurns } from "./timing.ts";
import { rowsOfOneMegabyte } from "./verification.ts";

/** Milliseconds, medians. */
export interface TufResult {
  rows: number;
  bytes: number;
  /** `load` of the SDK: verified, remembered in a folder, parsed, checked. */
  load: number;
  /** The same list as the one target of a TUF repository, by tuf-js, parsed and checked by the same schema. */
  tuf: number;
  ratio: number;
}

const address = "https://vendor.example/feed/";
const packages = { "tuf-js": "5", "@tufjs/models": "5" } as const;

/** tuf-js doing the same work: both read from memory, remember on disk, and start from nothing but root or pin. */
export async function measureTuf(runs: number, folder: string): Promise<{ results: TufResult[]; versions: object }> {
  const versions = await installPeers(folder, packages);
  const results: TufResult[] = [];
  for (const rows of [44, rowsOfOneMegabyte()]) results.push(await measure(rows, runs, folder));
  return { results, versions };
}

async function measure(rows: number, runs: number, folder: string): Promise<TufResult> {
  const vendor = await publish(address, rows);
  const path = [...vendor.files.keys()].find((path) => path.startsWith("feed/")) as string;
  const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
  const fetch: typeof globalThis.fetch = async (input) =>
    new Response(vendor.files.get(String(input).slice(address.length)));
  const memory = join(folder, "memory");
  const repository = await tufRepository(bytes, folder);
  const { ours, tuf } = await timeInTurns(
    {
      ours: async () => {
        await rm(memory, { recursive: true, force: true });
        await load(address, { pin: vendor.pin, fetch, store: fileStore(memory) });
      },
      tuf: () => repository.update(),
    },
    runs * 3,
  );
  return { rows, bytes: bytes.length, load: ours, tuf, ratio: ours / tuf };
}

/** A TUF repository in memory with one key a role, and a client of it. */
async function tufRepository(feed: Uint8Array<ArrayBuffer>, folder: string) {
  const { Updater, BaseFetcher, models } = await loadTuf(folder);
  const { Metadata, Root, Timestamp, Snapshot, Targets, MetaFile, TargetFile, Key } = models;
  const common = { version: 1, specVersion: "1.0.31", expires: new Date(Date.now() + 1e10).toISOString() };
  const keys = Object.fromEntries(["root", "timestamp", "snapshot", "targets"].map((role) => [role, tufKey(role)]));
  const root = new Root({ ...common, consistentSnapshot: false });
  for (const [role, { id, publicHex }] of Object.entries(keys)) {
    const keyVal = { public: publicHex };
    root.addKey(new Key({ keyID: id, keyType: "ed25519", scheme: "ed25519", keyVal }), role);
  }
  const hashes = { sha256: await sha256Hex(feed) };
  const targets = new Targets(common);
  targets.addTarget(new TargetFile({ path: "feed.json", length: feed.length, hashes }));
  const signed = {
    root: signWith(keys.root, new Metadata(root), models),
    targets: signWith(keys.targets, new Metadata(targets), models),
    snapshot: signWith(
      keys.snapshot,
      new Metadata(new Snapshot({ ...common, meta: { "targets.json": new MetaFile({ version: 1 }) } })),
      models,
    ),
    timestamp: signWith(
      keys.timestamp,
      new Metadata(new Timestamp({ ...common, snapshotMeta: new MetaFile({ version: 1 }) })),
      models,
    ),
  };
  const files = new Map<string, Uint8Array>([["feed.json", feed]]);
  for (const [role, metadata] of Object.entries(signed))
    files.set(`${role}.json`, Buffer.from(JSON.stringify(metadata)));
  files.delete("root.json");

  class MemoryFetcher extends BaseFetcher {
    async fetch(url: string) {
      const found = files.get(url.split("/").at(-1) ?? "");
      if (!found) throw Object.assign(new Error("404"), { statusCode: 404 });
      return new Blob([found as Uint8Array<ArrayBuffer>]).stream();
    }
  }
  const [metadataDir, targetDir] = [join(folder, "tuf", "metadata"), join(folder, "tuf", "targets")];
  const update = async () => {
    await rm(join(folder, "tuf"), { recursive: true, force: true });
    for (const path of [metadataDir, targetDir]) await mkdir(path, { recursive: true });
    await writeFile(join(metadataDir, "root.json"), JSON.stringify(signed.root));
    const base = "https://vendor.example";
    const updater = new Updater({
      metadataDir,
      targetDir,
      metadataBaseUrl: base,
      targetBaseUrl: base,
      fetcher: new MemoryFetcher(),
      config: { maxRootRotations: 0 },
    });
    await updater.refresh();
    const info = await updater.getTargetInfo("feed.json");
    const path = await updater.downloadTarget(info);
    return check(feedSchema, parseJson(await readFile(path), "the feed"), "the feed");
  };
  await update();
  return { update };
}

const tufKey = (role: string) => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const publicHex = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");
  return { id: role.padEnd(64, "0"), privateKey, publicHex };
};

// biome-ignore lint/suspicious/noExplicitAny: the peers are installed when the benchmark runs, without their types
type Untyped = any;

function signWith(key: { id: string; privateKey: KeyObject } | undefined, metadata: Untyped, { Signature }: Untyped) {
  if (!key) throw new TypeError("no key");
  metadata.sign(
    (data: Buffer) => new Signature({ keyID: key.id, sig: sign(null, data, key.privateKey).toString("hex") }),
  );
  return metadata.toJSON();
}

async function loadTuf(folder: string): Promise<Untyped> {
  const require = createRequire(join(folder, "package.json"));
  const { Updater, BaseFetcher } = require("tuf-js");
  return { Updater, BaseFetcher, models: require("@tufjs/models") };
}
