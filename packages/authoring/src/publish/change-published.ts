import { join } from "node:path";
import type { Tree } from "@trust-center/feed";
import { SecretError } from "../errors.ts";
import { secretIn } from "../files/secrets.ts";
import type { Files } from "../files/write-files.ts";
import { lockFolder } from "./lock.ts";
import { type Memory, memoryOf, readMemory, writeMemory } from "./memory.ts";
import type { PublishPlace } from "./place.ts";
import { type PublishedTree, readPublished } from "./read-published.ts";
import { refuseEarlierClock, refuseOtherAddress } from "./refusals.ts";
import { refuseOlderSource, refuseOlderTree } from "./refuse-older.ts";
import { type VerifiedTree, verifyBuilt } from "./verify-built.ts";
import { type NamedFiles, writeTree } from "./write-tree.ts";

/** What a command may do to a published folder. */
export interface Rules {
  /** Milliseconds since 1970. */
  now: number;
  /**
   * `sign`: makes signatures, none earlier than those that stand. `keep`: makes none. `bring-forward`: may begin from a
   * tree that is older than what was published last, and never ends with one.
   */
  kind: "sign" | "keep" | "bring-forward";
  /** Nothing is written, and nobody is kept out meanwhile. */
  dryRun?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** What the work begins from. */
export interface Standing {
  /** What is published; a new timestamp counts on from its version. */
  published: PublishedTree | undefined;
  /** A timestamp of a greater version than the published one was signed: readers may wait for one that follows it. */
  outnumbered: boolean;
}

/** What the work wants to be published. */
export interface Change {
  /** Of the feed; undefined where nothing is published and nothing will be. */
  pin: string | undefined;
  /** New files by path; absent where what is published stands. Without `head.json` nothing is published by them yet. */
  tree?: Tree | undefined;
  /** Files named by their hash, of which there may be many: each is asked for when the one before is written. */
  older?: NamedFiles;
  /** Files made from what will be published. */
  derived?: (current: VerifiedTree) => Promise<Files> | Files;
}

/** What became of it. */
export interface Changed<C extends Change> {
  /** What the work gave. */
  change: C;
  /** What is published now. */
  current: VerifiedTree | undefined;
  /** Files written below the folder, in order. */
  written: string[];
}

/**
 * Changes a published folder: the one way to write into it. Nobody else writes meanwhile; nothing is begun from what is
 * older than what was published last; nothing is written that does not verify; and what is published is remembered.
 *
 * A run that is killed leaves the version before, or the new one, with a memory that is older or the same, never newer.
 *
 * @param work Makes what is to be written from what is published.
 * @throws {BusyError} while another process writes
 * @throws {SecretError} where a new file holds what looks like a secret
 * @throws {BrokenTreeError} where what is published does not verify
 * @throws {OlderTreeError} where it is older than what was published last
 * @throws {TrustCenterError} `wrong-feed`, `clock`; what verifying the new files throws
 */
export async function changePublished<C extends Change>(
  place: PublishPlace,
  rules: Rules,
  work: (standing: Standing) => Promise<C>,
): Promise<Changed<C>> {
  const { dryRun = false, signal } = rules;
  const { out } = place;
  signal?.throwIfAborted();
  const release = dryRun ? async () => {} : await lockFolder(out);
  try {
    const { published, memory } = await readStanding(place, rules);
    const greatest = greatestTimestamp(published, memory);
    const change = await work(countingOn(published, greatest, rules));
    const { pin, tree, older } = change;
    const feed = place.authoring?.feed ?? published?.address;
    const now = rules.kind === "sign" ? rules.now : undefined;
    const current = await verifyBuilt({ out, tree, published, feed, pin, now });
    if (rules.kind === "bring-forward") refuseOlderSource(place, memory, current && { ...current, pin });
    const derived = current && (await change.derived?.(current));
    refuseSecrets(out, [...(tree ?? []), ...(derived ?? [])]);
    if (dryRun) return { change, current, written: [] };
    if (current) await rememberNumber(place, memory, { published, current, greatest });
    const written = await writeTree({ out, tree, older, current, derived, signal });
    if (current && pin !== undefined) await remember(place, memoryOf(current, pin, greatest));
    return { change, current, written };
  } finally {
    await release();
  }
}

/** Whatever was checked before: what is written here is what the public gets. */
function refuseSecrets(out: string, files: readonly (readonly [path: string, bytes: Uint8Array])[]): void {
  for (const [path, bytes] of files) {
    const secret = secretIn(new TextDecoder().decode(bytes));
    if (secret) throw new SecretError(join(out, path), secret.what);
  }
}

async function readStanding(place: PublishPlace, { kind, now }: Rules) {
  const { out, authoring } = place;
  const published = await readPublished(out);
  const memory = authoring ? await readMemory(authoring.folder) : undefined;
  if (kind === "sign") refuseEarlierClock(published, now);
  if (kind !== "bring-forward") refuseOlderTree(place, memory, published);
  if (authoring && published) refuseOtherAddress(authoring.feed, published.address, out);
  return { published, memory };
}

/** Of all timestamps that are known here to have been signed. */
const greatestTimestamp = (published: PublishedTree | undefined, memory: Memory | undefined): number =>
  Math.max(published?.timestamp.version ?? 0, memory?.timestamp ?? 0, memory?.greatestTimestamp ?? 0);

function countingOn(published: PublishedTree | undefined, greatest: number, { kind }: Rules): Standing {
  if (!published || kind !== "sign") return { published, outnumbered: false };
  const timestamp = { ...published.timestamp, version: greatest };
  return { published: { ...published, timestamp }, outnumbered: greatest > published.timestamp.version };
}

/**
 * Where another tree with a smaller timestamp takes the place of what stands, that version is remembered first: a run
 * that is killed must not forget it.
 */
async function rememberNumber(
  place: PublishPlace,
  memory: Memory | undefined,
  { published, current, greatest }: { published: PublishedTree | undefined; current: VerifiedTree; greatest: number },
): Promise<void> {
  if (greatest <= current.timestamp.version) return;
  if (memory) await remember(place, { ...memory, greatestTimestamp: greatest });
  else if (published) await remember(place, memoryOf(published, published.pin, greatest));
}

async function remember({ authoring }: PublishPlace, memory: Memory): Promise<void> {
  if (authoring) await writeMemory(authoring.folder, memory);
}
