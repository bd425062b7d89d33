import {
  type Feed,
  leafHash,
  limits,
  parseJson,
  type ReadFile,
  splitLines,
  TrustCenterError,
  tilePath,
  tilesOf,
  toHex,
  treeRoot,
  verifyFile,
} from "@trust-center/feed";
import { load, type TrustCenter } from "@trust-center/sdk";
import { outOf, readAuthoring } from "../authoring/check.ts";
import { CheckError } from "../errors.ts";
import { folderFetch } from "../verify/folder-fetch.ts";
import { locateTree } from "./locate.ts";
import { lockFolder } from "./lock.ts";
import { rememberPublished } from "./memory.ts";
import { rootFiles } from "./next.ts";
import { type PublishedTree, readPublished } from "./read-published.ts";
import { createWriter, removeLeftovers } from "./write-files.ts";

export interface RecoverOptions {
  now: number;
  /** Where the newer files are: a published folder (a mirror, a backup). Default: the feed's address. */
  from?: string | undefined;
  /** Needed where nothing is published here. */
  pin?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What a recovery did. */
export interface RecoverResult {
  outcome: "recovered" | "unchanged";
  address: string;
  pin: string;
  out: string;
  /** Versions of the list: here before, and now. */
  before: number | undefined;
  version: number;
  /** Versions of the list whose files could not be had from there either. */
  missing: number[];
  written: string[];
}

/**
 * Brings a published folder forward to what readers have already seen, so that the next version continues it.
 *
 * @throws {TrustCenterError} `fork` where the two are different histories, `rollback` where the other one is older;
 *   whatever verifying it throws
 */
export async function recoverTree(folder: string, options: RecoverOptions): Promise<RecoverResult> {
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  const out = outOf(folder, settings);
  const release = await lockFolder(out);
  try {
    await removeLeftovers(out);
    const local = await readPublished(out);
    const live = await loadNewest(settings.feed, options.pin ?? local?.pin, options);
    const history = await historyOf(live);
    if (local) await refuseOtherHistory(local, live, history);
    const isNewer = !local || isAhead(live, local);
    const { written, missing } = isNewer
      ? await copyTree(live, history, out, options.signal)
      : { written: [], missing: [] };
    const current = await readPublished(out);
    if (current) await rememberPublished(folder, current, current.pin);
    const outcome = isNewer ? "recovered" : "unchanged";
    return {
      outcome,
      address: live.address,
      pin: live.pin,
      out,
      before: local?.feed.version,
      version: live.feed.version,
      missing,
      written,
    };
  } finally {
    await release();
  }
}

async function loadNewest(address: string, pin: string | undefined, { from, now, signal }: RecoverOptions) {
  const tree = from === undefined ? undefined : await locateTree(from);
  const fetch = tree && folderFetch(tree.out, tree.address);
  const center = await load(address, { pin, strict: true, signal, fetch, now: () => now });
  if (center.problem) throw center.problem;
  return center;
}

const historyOf = async ({ head, read }: TrustCenter) => {
  const { path, length } = head.manifest.files.history;
  return read(path, Math.min(length, limits.file));
};

function isAhead({ head }: TrustCenter, local: PublishedTree): boolean {
  return (
    head.timestamp.version > local.timestamp.version ||
    head.manifest.version > local.manifest.version ||
    head.root.version > local.root.version
  );
}

/** One of the two must be the beginning of the other. */
async function refuseOtherHistory(
  local: PublishedTree,
  live: TrustCenter,
  history: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { size, root } = local.manifest.log;
  const leaves = await Promise.all(splitLines(history).map((line) => leafHash(line)));
  if (leaves.length >= size) {
    if (toHex(await treeRoot(leaves.slice(0, size))) === root) return;
  } else {
    const ours = await Promise.all(splitLines(local.history).map((line) => leafHash(line)));
    const isOurs = toHex(await treeRoot(ours.slice(0, leaves.length))) === live.head.manifest.log.root;
    if (isOurs) {
      throw new TrustCenterError(
        "rollback",
        `Expected a newer history than the ${size} entries here, found ${leaves.length}: upload this folder instead. Nothing was written.`,
        { local: local.manifest.log, found: live.head.manifest.log },
      );
    }
  }
  throw new TrustCenterError(
    "fork",
    `The history here (${size} entries) and the one of ${live.address} (${leaves.length}) have parted: no log holds both. ` +
      "Nothing was written. Go on from the one that your customers saw: docs/guides/restored-backup.md.",
    { local: local.head.manifest, found: live.head.next.manifest?.envelope },
  );
}

/** Every file that can be named from the head, checked against its name; `head.json` last. */
async function copyTree(
  live: TrustCenter,
  history: Uint8Array<ArrayBuffer>,
  out: string,
  signal: AbortSignal | undefined,
) {
  const { head, read, feed } = live;
  const { files, log } = head.manifest;
  const writer = createWriter(out, signal);
  for (const [path, bytes] of rootFiles(head.roots)) await writer.write(path, bytes);
  for (const file of [files.feed, ...files.policies]) {
    const bytes = await read(file.path, file.length);
    await verifyFile(bytes, file);
    await writer.write(file.path, bytes);
  }
  await writer.write(files.history.path, history);
  const missing = await copyOlder(live, writer.write);
  for (const tile of tilesOf(log.size)) {
    const path = `log/${tilePath(tile)}`;
    await writer.write(path, await read(path, tile.hashes * 32));
  }
  await writer.write("latest.json", new TextEncoder().encode(`${JSON.stringify(feed, null, 2)}\n`));
  await writer.settle();
  await writer.write("head.json", await read("head.json", limits.head));
  await writer.settle();
  await writer.write("log/checkpoint", new TextEncoder().encode(head.checkpoint));
  await writer.settle();
  return { written: writer.written, missing };
}

/** Older versions of the list and of policies: they answer which list applied on a day. */
async function copyOlder(
  { history = [], read }: TrustCenter,
  write: (path: string, bytes: Uint8Array) => Promise<boolean>,
) {
  const missing: number[] = [];
  const versions = new Map(history.map((entry) => [entry.feed.sha256, entry.feed.version]));
  for (const [sha256, version] of versions) {
    const bytes = await readNamed(read, `feed/${sha256}.json`, sha256);
    if (!bytes) {
      missing.push(version);
      continue;
    }
    await write(`feed/${sha256}.json`, bytes);
    const { policies = [] } = parseJson(bytes, "an older list") as Pick<Feed, "policies">;
    for (const body of policies.flatMap((policy) => Object.values(policy.bodies ?? {}))) {
      const text = await readNamed(read, `policies/${body}.json`, body);
      if (text) await write(`policies/${body}.json`, text);
    }
  }
  return missing;
}

/** A file whose name is its hash; undefined where it is not there or is another. */
async function readNamed(read: ReadFile, path: string, sha256: string) {
  try {
    const bytes = await read(path, limits.file);
    await verifyFile(bytes, { path, sha256, length: bytes.length });
    return bytes;
  } catch (error) {
    if (error instanceof TrustCenterError && ["network", "malformed", "hash-mismatch"].includes(error.code))
      return undefined;
    throw error;
  }
}
