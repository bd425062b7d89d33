import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import {
  buildTiles,
  countCheckpointSignatures,
  type Hash,
  leafHash,
  limits,
  logOrigin,
  type PublicKey,
  parseCheckpoint,
  parseJson,
  sha256Hex,
  splitLines,
  tileWidth,
  toHex,
  toInstant,
  treeRoot,
} from "@trust-center/feed";
import { derivedFiles } from "../derived/files.ts";
import { cosignedSize, isCosigned } from "./cosigned.ts";
import { folderReader, type PublishedTree, readPublished, readRootUnverified } from "./read-published.ts";
import { isStamped, stampedSize } from "./stamped.ts";

/** A file of a published folder that is not what its signed head makes of it. */
export interface FolderProblem {
  /** Below the folder. */
  path: string;
  /**
   * `missing` or `altered`: what readers, log tools or people get is not what was signed or made from it. `behind`: of an
   * earlier version, as a run leaves it that is killed. `strange`: nothing of this feed has that name.
   */
  kind: "missing" | "altered" | "behind" | "strange";
}

export interface FolderCheck {
  /** How many files are what they must be. */
  sound: number;
  problems: FolderProblem[];
}

/**
 * Verifies every file of a published folder, also those that a reader of the newest list never fetches: roots, log, tiles,
 * earlier lists and policies, and what is made for people. Undefined where nothing is published.
 *
 * @throws {BrokenTreeError} where the newest version does not verify
 */
export async function verifyFolder(out: string): Promise<FolderCheck | undefined> {
  const published = await readPublished(out);
  if (!published) return undefined;
  const found = await filesBelow(out);
  const whole = await wholeOf(out, published);
  const problems: FolderProblem[] = [];
  let sound = 0;
  for (const path of [...new Set([...whole.names, ...found])].sort()) {
    const kind = found.has(path) ? await problemOf(path, await readAll(out, path), whole) : "missing";
    if (kind) problems.push({ path, kind });
    else sound++;
  }
  return { sound, problems };
}

/** All that a published folder must hold. */
interface Whole {
  published: PublishedTree;
  names: ReadonlySet<string>;
  /** What those files hold whose names do not say it. */
  bytes: ReadonlyMap<string, Uint8Array>;
  /** Hashes of the log's tree that tiles are made of: leaves, then roots of 256 of those before, and so on. */
  levels: readonly (readonly Hash[])[];
}

async function wholeOf(out: string, published: PublishedTree): Promise<Whole> {
  const { head, manifest, history, entries } = published;
  const leaves = await Promise.all(splitLines(history).map((line) => leafHash(line)));
  const tiles = [...(await buildTiles(leaves))].map(([path, bytes]) => [`log/${path}`, bytes] as const);
  const roots = head.roots.map((root, at) => [`root/${at + 1}.json`, encode(JSON.stringify(root))] as const);
  const derived = await derivedFiles({ ...published, now: await derivedAt(out, published) });
  const bytes = new Map([...roots, ...tiles, ...derived, ["log/checkpoint", encode(head.log.checkpoint)]]);
  const { feed, history: log, policies } = manifest.files;
  const named = [feed, log, ...policies].map(({ path }) => path);
  const lists = entries.map(({ feed }) => `feed/${feed.sha256}.json`);
  const names = new Set([...bytes.keys(), ...named, ...lists, "head.json"]);
  return { published, names, bytes, levels: await levelsOf(leaves) };
}

/** The instant that files for people speak of: `latest.json` names it. Where it does not, they cannot be its own. */
async function derivedAt(out: string, { timestamp }: PublishedTree): Promise<number> {
  try {
    const { asOf } = parseJson(await readAll(out, "latest.json"), "latest.json") as { asOf?: unknown };
    if (typeof asOf === "string" && toInstant(Date.parse(asOf)) === asOf) return Date.parse(asOf);
  } catch {
    // It is said of latest.json itself what is wrong with it.
  }
  return Date.parse(timestamp.issued);
}

async function levelsOf(leaves: readonly Hash[]): Promise<Hash[][]> {
  const levels: Hash[][] = [];
  for (let level = [...leaves]; level.length > 0; ) {
    levels.push(level);
    const full = Math.floor(level.length / tileWidth);
    const below = level;
    level = await Promise.all(
      Array.from({ length: full }, (_, at) => treeRoot(below.slice(at * tileWidth, (at + 1) * tileWidth))),
    );
  }
  return levels;
}

/** A name with a hash in it says what the file holds. */
const namedByHash = /^(feed|policies|history)\/([0-9a-f]{64})\.(?:json|ndjson)$/;
const partialTile = /^log\/tile\/(\d{1,2})\/((?:x\d{3}\/)*\d{3})\.p\/([1-9]\d{0,2})$/;

async function problemOf(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  { published, names, bytes: wanted, levels }: Whole,
): Promise<FolderProblem["kind"] | undefined> {
  const exact = wanted.get(path);
  if (exact && areEqual(bytes, exact)) return undefined;
  if (path === "log/checkpoint") return (await isEarlier(bytes, published, levels[0] ?? [])) ? "behind" : "altered";
  if (exact) return "altered";
  const size = cosignedSize(path);
  if (size !== undefined) {
    const isOurs = await isCosigned(bytes, { size, address: published.address, leaves: levels[0] ?? [] });
    return isOurs ? undefined : "altered";
  }
  const [, folder, hash] = namedByHash.exec(path) ?? [];
  if (folder) {
    if ((await sha256Hex(bytes)) !== hash) return "altered";
    const isOurs = folder === "policies" || names.has(path) || (folder === "history" && isBeginning(bytes, published));
    return isOurs ? undefined : "strange";
  }
  const stamped = stampedSize(path);
  if (stamped !== undefined) {
    const isOurs = await isStamped(bytes, { size: stamped, address: published.address, leaves: levels[0] ?? [] });
    return isOurs ? undefined : "altered";
  }
  const partial = partialTile.exec(path);
  if (partial) return holdsBeginning(bytes, partial, levels) ? undefined : "altered";
  return names.has(path) ? undefined : "strange";
}

const isBeginning = (bytes: Uint8Array, { history }: PublishedTree) =>
  areEqual(bytes, history.subarray(0, bytes.length));

/** Partial tiles of earlier versions stay, and hold the first hashes of what stands there now. */
function holdsBeginning(bytes: Uint8Array, [, level, name = "", hashes]: RegExpExecArray, levels: Whole["levels"]) {
  const first = Number(name.replace(/\D/g, "")) * tileWidth;
  const tile = (levels[Number(level)] ?? []).slice(first, first + Number(hashes));
  return tile.length === Number(hashes) && areEqual(bytes, Buffer.concat(tile));
}

/** Whether a checkpoint is an earlier one of this log: of a log that this one continues, or before witnesses signed it. */
async function isEarlier(bytes: Uint8Array, { address, head }: PublishedTree, leaves: readonly Hash[]) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const { origin, size, root, signatures } = parseCheckpoint(text);
    if (origin !== logOrigin(address) || size === 0 || size > leaves.length) return false;
    if (toHex(await treeRoot(leaves.slice(0, size))) !== root) return false;
    const now = parseCheckpoint(head.log.checkpoint);
    if (size === now.size) return signatures.every((line) => now.signatures.includes(line));
    const roots = await Promise.all(head.roots.map((envelope) => readRootUnverified(envelope)));
    const keys = roots.flatMap(({ root }) => root.roles.manifest.kids.flatMap((kid) => root.keys[kid] ?? []));
    const signers = keys.filter((key): key is PublicKey => key.alg === "Ed25519");
    return signers.length === 0 || (await countCheckpointSignatures(text, signers)) > 0;
  } catch {
    return false;
  }
}

/** Paths of files below a folder. Hidden ones are not published. */
async function filesBelow(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join("/"));
  return new Set(paths.filter((path) => !/(?:^|\/)\./.test(path)));
}

const readAll = (out: string, path: string) => folderReader(out)(path, limits.file);

const areEqual = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
