import { fromHex, toHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { toInstant } from "../document/date.ts";
import { verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkpointText, logOrigin } from "../log/checkpoint-text.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { leafHash, nodeHash } from "../log/hash.ts";
import {
  type Envelope,
  type Head,
  headSchema,
  type Manifest,
  manifestSchema,
  type Root,
  type Timestamp,
  timestampSchema,
} from "../metadata/schema.ts";
import { verifyFile } from "./file.ts";
import type { VerifyOptions } from "./options.ts";
import type { Remembered } from "./remembered.ts";
import { refuseRollback } from "./rollback.ts";
import { signatoriesOf, walkRoots } from "./roots.ts";

/** A head whose signatures, versions and dates hold. Its files are still to be read. */
export interface VerifiedHead {
  trust: "verified" | "first-seen";
  /** The newest root, and the envelopes of all as they were served. */
  root: Root;
  roots: readonly Envelope[];
  timestamp: Timestamp;
  manifest: Manifest;
  /** The newest entry of the log. */
  lastEntry: LogEntry;
  /** The log's checkpoint, with the cosignatures of witnesses that it came with; those are not verified. */
  checkpoint: string;
  /** The log grew since the last visit: {@link verifyLogGrowth} must be passed before anything is trusted. */
  grownFrom?: { size: number; root: string };
  /** What to remember once the rest is verified too. */
  next: Remembered;
}

interface Signed<T> {
  value: T;
  pinned: { version: number; sha256: string; envelope: Envelope };
}

/**
 * Verifies `head.json`: roots, timestamp, manifest and the newest log entry (docs/specification, §6, steps 2 to 7).
 *
 * @throws {TrustCenterError} see docs/specification, §6
 */
export async function verifyHead(bytes: Uint8Array, options: VerifyOptions): Promise<VerifiedHead> {
  const head = check(headSchema, parseJson(bytes, "head.json", limits.depth), "head.json");
  refuseWrongClock(options);
  const walk = await walkRoots(head.roots, options);
  const { root } = walk.trusted;
  // After a rotation a stolen key's versions must not block the new key's (TUF 5.3.11).
  const remembered = walk.rotated ? undefined : options.remembered;
  checkDates("root", root, options.now);
  const basis = { root, options, remembered };
  const timestamp = await verifyMetadata("timestamp", head.timestamp, basis);
  const manifest = await verifyMetadata("manifest", head.manifest, basis, timestamp.value.manifest);
  const { log } = manifest.value;
  const grownFrom = compareLogs(log, manifest.pinned, options.remembered);
  const lastEntry = await verifyLastEntry(head, manifest.value, options.feed);
  const trust = options.pin === undefined ? "first-seen" : "verified";
  return {
    trust,
    root,
    roots: head.roots,
    timestamp: timestamp.value,
    manifest: manifest.value,
    lastEntry,
    checkpoint: head.log.checkpoint,
    ...(grownFrom && { grownFrom }),
    next: {
      ...options.remembered,
      format: 1,
      feed: options.feed,
      pin: walk.pin,
      trust,
      firstSeen: options.remembered?.firstSeen ?? toInstant(options.now),
      root: { version: root.version, sha256: walk.trusted.sha256, envelope: walk.trusted.envelope },
      timestamp: timestamp.pinned,
      manifest: manifest.pinned,
      log: { size: log.size, root: log.root },
      issued: [options.remembered?.issued ?? "", timestamp.value.issued, manifest.value.issued].sort().at(-1) as string,
    },
  };
}

/** What timestamp and manifest have in common: signatures, form, feed, root, version, dates. */
async function verifyMetadata<What extends "timestamp" | "manifest">(
  what: What,
  envelope: Envelope,
  { root, options, remembered }: { root: Root; options: VerifyOptions; remembered: Remembered | undefined },
  expected?: Timestamp["manifest"],
): Promise<Signed<What extends "timestamp" ? Timestamp : Manifest>> {
  const payload = await verifyEnvelope(envelope, what, signatoriesOf(root, what));
  if (expected) await verifyFile(payload, { path: what, ...expected });
  const schema = { timestamp: timestampSchema, manifest: manifestSchema }[what];
  const value = check<Timestamp | Manifest>(schema, parseJson(payload, what, limits.depth), `the ${what}`);
  if (value.feed !== options.feed) {
    throw new TrustCenterError("wrong-feed", `Expected a ${what} of ${options.feed}, found one of ${value.feed}.`);
  }
  if (value.root > root.version) {
    throw new TrustCenterError(
      "root-chain",
      `Expected a ${what} under root ${root.version}, found root ${value.root}.`,
    );
  }
  if (expected && value.version !== expected.version) {
    throw new TrustCenterError("malformed", "Expected the manifest's version to be the one that the timestamp names.");
  }
  const pinned = { version: value.version, sha256: await sha256Hex(payload), envelope };
  refuseRollback(what, pinned, remembered?.[what]);
  checkDates(what, value, options.now);
  return { value, pinned } as Awaited<ReturnType<typeof verifyMetadata<What>>>;
}

/** What the log grew from, where it did. Both states are signed by their manifests. */
function compareLogs(
  log: Manifest["log"],
  { envelope }: Signed<Manifest>["pinned"],
  remembered: Remembered | undefined,
) {
  const seen = remembered?.log;
  const before = seen && { version: seen.size, sha256: seen.root, envelope: remembered?.manifest?.envelope };
  refuseRollback("log", { version: log.size, sha256: log.root, envelope }, before);
  return seen && log.size > seen.size ? { size: seen.size, root: seen.root } : undefined;
}

async function verifyLastEntry(head: Head, manifest: Manifest, feed: string): Promise<LogEntry> {
  const { size, root } = manifest.log;
  const expected = checkpointText(logOrigin(feed), size, fromHex(root));
  if (!head.log.checkpoint.startsWith(`${expected}\n`)) {
    throw new TrustCenterError("log-inconsistent", "Expected the checkpoint to state the manifest's log.", {
      expected,
      found: head.log.checkpoint,
    });
  }
  const line = new TextEncoder().encode(head.log.last.entry);
  // Else a thief of two keys could sign a size that no honest log can outgrow (docs/specification, §6.1, step 7).
  const isPlausible =
    head.log.last.proof.length === onesIn(size - 1) && size * limits.entry <= manifest.files.history.length;
  // The last leaf is on the right of every node above it; nothing but its own siblings leads to the root.
  let hash = await leafHash(line);
  for (const sibling of head.log.last.proof) hash = await nodeHash(fromHex(sibling), hash);
  if (!isPlausible || toHex(hash) !== root) {
    throw new TrustCenterError("log-inconsistent", "Expected the newest entry to be the last of the history.");
  }
  const entry = check(logEntrySchema, parseJson(line, "the newest log entry"), "the newest log entry");
  if (entry.feed.sha256 !== manifest.files.feed.sha256) {
    throw new TrustCenterError("unlogged-edit", "The list was edited without an entry in its history.", {
      expected: entry.feed.sha256,
      found: manifest.files.feed.sha256,
    });
  }
  return entry;
}

/** The last leaf of a log has a sibling for each 1 in the binary form of its index (RFC 9162 §2.1.3). */
const onesIn = (index: number): number => index.toString(2).replaceAll("0", "").length;

function refuseWrongClock({ now, remembered }: VerifyOptions): void {
  if (remembered && now + limits.clockSkew < Date.parse(remembered.issued)) {
    throw new TrustCenterError(
      "clock",
      `This machine's clock says ${toInstant(now)}, before ${remembered.issued}, which it has already seen. Set the clock.`,
      { now: toInstant(now), issued: remembered.issued },
    );
  }
}

function checkDates(what: string, { version, issued, expires }: Root | Timestamp | Manifest, now: number): void {
  // A day that does not exist (31 February) is NaN in some engines: it must not last for ever.
  if (!(Date.parse(issued) <= now + limits.clockSkew)) {
    throw new TrustCenterError(
      "clock",
      `The ${what} was issued at ${issued}, and this machine's clock says ${toInstant(now)}. One clock is wrong.`,
      { issued, now: toInstant(now) },
    );
  }
  if (!(Date.parse(expires) > now)) {
    throw new TrustCenterError(
      "expired",
      `The ${what} expired on ${expires}: nobody has vouched since that this list is the newest.`,
      { what, version, expires },
    );
  }
}
