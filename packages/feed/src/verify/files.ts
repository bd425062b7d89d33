import { fromHex, toHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { type Feed, feedSchema } from "../document/feed.ts";
import { type PolicyBody, policyBodySchema } from "../document/policy-body.ts";
import { TrustCenterError } from "../errors.ts";
import { consistencyRanges, verifyConsistency } from "../log/consistency.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { leafHash, treeRoot } from "../log/merkle.ts";
import { createTileHasher, type Tile } from "../log/tiles.ts";
import type { FileReference } from "../metadata/schema.ts";
import type { VerifiedHead } from "./head.ts";

/**
 * Compares a file with what the manifest pins, before anything looks inside.
 *
 * @throws {TrustCenterError} `too-large`, `hash-mismatch`
 */
export async function verifyFile(bytes: Uint8Array<ArrayBuffer>, file: FileReference): Promise<void> {
  if (bytes.length > file.length) {
    throw new TrustCenterError("too-large", `Expected ${file.path} to hold ${file.length} bytes, found more.`, {
      ...file,
    });
  }
  const found = await sha256Hex(bytes);
  if (bytes.length !== file.length || found !== file.sha256) {
    throw new TrustCenterError("hash-mismatch", `${file.path} is not the file that was signed.`, {
      file: file.path,
      expected: file.sha256,
      found,
    });
  }
}

/** Verifies the feed file of a verified head (docs/specification, §6, step 7). */
export async function verifyFeed(head: VerifiedHead, bytes: Uint8Array<ArrayBuffer>): Promise<Feed> {
  await verifyFile(bytes, head.manifest.files.feed);
  const feed = check(feedSchema, parseJson(bytes, "the feed"), "the feed");
  if (feed.version !== head.lastEntry.feed.version) {
    throw new TrustCenterError("unlogged-edit", "Expected the feed's version to be the one that its history names.");
  }
  return feed;
}

/** Verifies a policy's body, which the head's manifest must name. */
export async function verifyPolicy(
  head: VerifiedHead,
  sha256: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PolicyBody> {
  await verifyFile(bytes, policyReference(head, sha256));
  return check(policyBodySchema, parseJson(bytes, "the policy"), "the policy");
}

/** @throws {TrustCenterError} `malformed` where the manifest names no such policy */
export function policyReference(head: VerifiedHead, sha256: string): FileReference {
  const file = head.manifest.files.policies.find((file) => file.sha256 === sha256);
  if (!file) throw new TrustCenterError("malformed", `Expected the manifest to name the policy ${sha256}.`);
  return file;
}

/**
 * Verifies that the log only grew since the last visit.
 *
 * @param read Gives the bytes of a log tile.
 * @throws {TrustCenterError} `log-inconsistent`: history was rewritten
 */
export async function verifyLogGrowth(head: VerifiedHead, read: (tile: Tile) => Promise<Uint8Array>): Promise<void> {
  if (!head.grownFrom) return;
  const { size, root } = head.manifest.log;
  const rangeHash = createTileHasher(size, read);
  const proof = await Promise.all(consistencyRanges(head.grownFrom.size, size).map(rangeHash));
  if (!(await verifyConsistency(head.grownFrom.size, size, fromHex(head.grownFrom.root), fromHex(root), proof))) {
    throw new TrustCenterError("log-inconsistent", "History was rewritten: the entries seen before are not in it.", {
      remembered: head.grownFrom,
      found: head.manifest.log,
    });
  }
}

/**
 * Verifies the whole history and replays it: every entry hashes into the signed log, versions never fall, and the last
 * one names the signed feed.
 *
 * @throws {TrustCenterError} `hash-mismatch`, `log-inconsistent`, `unlogged-edit`, `malformed`
 */
export async function verifyHistory(head: VerifiedHead, bytes: Uint8Array<ArrayBuffer>): Promise<LogEntry[]> {
  await verifyFile(bytes, head.manifest.files.history);
  const lines = splitLines(bytes);
  const root = toHex(await treeRoot(await Promise.all(lines.map((line) => leafHash(line)))));
  if (lines.length !== head.manifest.log.size || root !== head.manifest.log.root) {
    throw new TrustCenterError("log-inconsistent", "Expected the history that the manifest's log was made of.", {
      expected: head.manifest.log,
      found: { size: lines.length, root },
    });
  }
  const entries = lines.map((line, at) => readEntry(line, at));
  entries.forEach((entry, at) => {
    const before = entries[at - 1];
    if (before && (entry.feed.version < before.feed.version || entry.at < before.at)) {
      throw new TrustCenterError(
        "log-inconsistent",
        `Expected entry ${at + 1} of the history to follow the one before.`,
      );
    }
    if (before && entry.feed.version === before.feed.version && entry.feed.sha256 !== before.feed.sha256) {
      throw new TrustCenterError("unlogged-edit", `Found two feeds of version ${entry.feed.version} in the history.`);
    }
  });
  return entries;
}

function readEntry(line: Uint8Array, at: number): LogEntry {
  const what = `entry ${at + 1} of the history`;
  return check(logEntrySchema, parseJson(line, what), what);
}

/** NDJSON lines, each ended by a newline. */
export function splitLines(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const lines: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) throw new TrustCenterError("malformed", "Expected the history to end with a newline.");
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}
