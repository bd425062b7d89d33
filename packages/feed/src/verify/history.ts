import { toHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { refuseLoneSurrogates } from "../bytes/well-formed.ts";
import { check } from "../document/check.ts";
import { TrustCenterError } from "../errors.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { leafHash, treeRoot } from "../log/merkle.ts";
import { verifyCheckpoint } from "./checkpoint.ts";
import { verifyFile } from "./file.ts";
import type { VerifiedHead } from "./head.ts";
import type { ReadFile } from "./options.ts";

/** Reads and verifies the whole history: see {@link verifyHistory}. */
export async function readHistory(head: VerifiedHead, read: ReadFile): Promise<LogEntry[]> {
  const { path, length } = head.manifest.files.history;
  return verifyHistory(head, await read(path, length));
}

/**
 * Verifies the whole history and replays it: every entry hashes into the signed log, versions never fall, and the last
 * one names the signed feed.
 *
 * @throws {TrustCenterError} `hash-mismatch`, `log-inconsistent`, `unlogged-edit`, `malformed`
 */
export async function verifyHistory(head: VerifiedHead, bytes: Uint8Array<ArrayBuffer>): Promise<LogEntry[]> {
  await verifyCheckpoint(head);
  await verifyFile(bytes, head.manifest.files.history);
  const lines = splitLines(bytes);
  const { size, root } = head.manifest.log;
  // Counted before they are hashed: 64 MiB of empty lines must not become as many hashes.
  const found = lines.length === size ? toHex(await treeRoot(await Promise.all(lines.map(leafHash)))) : undefined;
  if (found !== root) {
    throw new TrustCenterError("log-inconsistent", "Expected the history that the manifest's log was made of.", {
      expected: head.manifest.log,
      found: { size: lines.length, ...(found !== undefined && { root: found }) },
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
  const value = parseJson(line, what);
  refuseLoneSurrogates(value, what);
  return check(logEntrySchema, value, what);
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
