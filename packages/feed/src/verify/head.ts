import { fromHex } from "../bytes/hex.ts";
import { parseJson, parseStrictJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { toInstant } from "../document/date.ts";
import { verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import { countCheckpointSignatures, logOrigin, parseCheckpoint } from "../log/checkpoint.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { verifyInclusion } from "../log/inclusion.ts";
import { leafHash } from "../log/merkle.ts";
import {
  type Envelope,
  type Head,
  headSchema,
  type Manifest,
  manifestSchema,
  type PublicKey,
  type Root,
  type Timestamp,
  timestampSchema,
} from "../metadata/schema.ts";
import type { VerifyOptions } from "./options.ts";
import type { Remembered } from "./remembered.ts";
import { type RootWalk, signatoriesOf, walkRoots } from "./roots.ts";

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
  sha256: string;
  envelope: Envelope;
}

/**
 * Verifies `head.json`: roots, timestamp, manifest and the newest log entry (docs/specification, §6, steps 2 to 7).
 *
 * @throws {TrustCenterError} see docs/specification, §6
 */
export async function verifyHead(bytes: Uint8Array, options: VerifyOptions): Promise<VerifiedHead> {
  const head = check(headSchema, parseStrictJson(bytes, "head.json", limits.depth), "head.json");
  refuseWrongClock(options);
  const walk = await walkRoots(head.roots, options);
  const { root } = walk.trusted;
  const remembered = walk.rotated ? forgetVersions(options.remembered) : options.remembered;
  refuseExpired("root", root, options.now);
  const timestamp = await verifyTimestamp(head, root, options, remembered);
  const manifest = await verifyManifest(head, root, timestamp.value, options, remembered);
  const { log } = manifest.value;
  const grownFrom = compareLogs(log, manifest, options.remembered);
  const lastEntry = await verifyLastEntry(head, manifest.value, root, options.feed);
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
      ...remembered,
      format: 1,
      feed: options.feed,
      pin: walk.pin,
      trust,
      firstSeen: options.remembered?.firstSeen ?? toInstant(options.now),
      root: pinned(walk),
      timestamp: { version: timestamp.value.version, sha256: timestamp.sha256, envelope: timestamp.envelope },
      manifest: { version: manifest.value.version, sha256: manifest.sha256, envelope: manifest.envelope },
      log: { size: log.size, root: log.root },
      issued: [options.remembered?.issued ?? "", timestamp.value.issued, manifest.value.issued].sort().at(-1) as string,
    },
  };
}

const pinned = ({ trusted }: RootWalk) => ({
  version: trusted.root.version,
  sha256: trusted.sha256,
  envelope: trusted.envelope,
});

/** After a rotation a stolen key's versions must not block the new key's (TUF 5.3.11). */
function forgetVersions(remembered: Remembered | undefined): Remembered | undefined {
  if (!remembered) return undefined;
  const { timestamp: _timestamp, manifest: _manifest, ...rest } = remembered;
  return rest as Remembered;
}

async function verifyTimestamp(
  head: Head,
  root: Root,
  { feed, now }: VerifyOptions,
  remembered: Remembered | undefined,
): Promise<Signed<Timestamp>> {
  const payload = await verifyEnvelope(head.timestamp, "timestamp", signatoriesOf(root, "timestamp"));
  const value = check(timestampSchema, parseStrictJson(payload, "the timestamp", limits.depth), "the timestamp");
  refuseOtherFeed("timestamp", value.feed, feed);
  refuseOtherRoot("timestamp", value.root, root);
  const signed = { value, sha256: await sha256Hex(payload), envelope: head.timestamp };
  refuseRollback("timestamp", signed, remembered?.timestamp);
  if (!(Date.parse(value.issued) <= now + limits.clockSkew)) {
    throw new TrustCenterError(
      "clock",
      `The timestamp was issued at ${value.issued}, and this machine's clock says ${toInstant(now)}. One clock is wrong.`,
      { issued: value.issued, now: toInstant(now) },
    );
  }
  refuseExpired("timestamp", value, now);
  return signed;
}

async function verifyManifest(
  head: Head,
  root: Root,
  timestamp: Timestamp,
  { feed, now }: VerifyOptions,
  remembered: Remembered | undefined,
): Promise<Signed<Manifest>> {
  const payload = await verifyEnvelope(head.manifest, "manifest", signatoriesOf(root, "manifest"));
  const sha256 = await sha256Hex(payload);
  if (payload.length !== timestamp.manifest.length || sha256 !== timestamp.manifest.sha256) {
    throw new TrustCenterError("hash-mismatch", "Expected the manifest that the timestamp names, found another.", {
      file: "manifest",
      expected: timestamp.manifest.sha256,
      found: sha256,
    });
  }
  const value = check(manifestSchema, parseStrictJson(payload, "the manifest", limits.depth), "the manifest");
  refuseOtherFeed("manifest", value.feed, feed);
  refuseOtherRoot("manifest", value.root, root);
  const signed = { value, sha256, envelope: head.manifest };
  if (value.version !== timestamp.manifest.version) {
    throw new TrustCenterError("malformed", "Expected the manifest's version to be the one that the timestamp names.");
  }
  refuseRollback("manifest", signed, remembered?.manifest);
  refuseExpired("manifest", value, now);
  return signed;
}

function compareLogs(log: Manifest["log"], manifest: Signed<Manifest>, remembered: Remembered | undefined) {
  if (!remembered) return undefined;
  const { size, root } = remembered.log;
  const evidence = { remembered: remembered.manifest?.envelope, found: manifest.envelope };
  if (log.size < size) {
    throw new TrustCenterError(
      "rollback",
      `Expected a history of ${size} entries or more, found ${log.size}.`,
      evidence,
    );
  }
  if (log.size > size) return { size, root };
  if (log.root !== root) {
    throw new TrustCenterError("fork", `Found two histories of ${size} entries: both were signed.`, evidence);
  }
  return undefined;
}

async function verifyLastEntry(head: Head, manifest: Manifest, trusted: Root, feed: string): Promise<LogEntry> {
  const { size, root } = manifest.log;
  const checkpoint = parseCheckpoint(head.log.checkpoint);
  if (checkpoint.size !== size || checkpoint.root !== root || checkpoint.origin !== logOrigin(feed)) {
    throw new TrustCenterError("log-inconsistent", "Expected the checkpoint to state the manifest's log.", {
      checkpoint,
      manifest: manifest.log,
    });
  }
  await verifyCheckpoint(head.log.checkpoint, trusted);
  const line = new TextEncoder().encode(head.log.last.entry);
  const proof = head.log.last.proof.map(fromHex);
  if (!(await verifyInclusion(size - 1, size, await leafHash(line), proof, fromHex(root)))) {
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

/** Checkpoints are signed with Ed25519 alone (C2SP signed-note): where the manifest has such keys, they sign it too. */
async function verifyCheckpoint(checkpoint: string, { keys, roles }: Root): Promise<void> {
  const { kids, threshold } = roles.manifest;
  const able = kids.map((kid) => keys[kid]).filter((key) => key?.alg === "Ed25519") as PublicKey[];
  const found = await countCheckpointSignatures(checkpoint, able);
  const expected = Math.max(0, threshold - (kids.length - able.length));
  if (found < expected) {
    throw new TrustCenterError(
      "signature-invalid",
      `Expected ${expected} signatures on the checkpoint, found ${found}.`,
      {
        checkpoint,
      },
    );
  }
}

function refuseWrongClock({ now, remembered }: VerifyOptions): void {
  if (remembered && now + limits.clockSkew < Date.parse(remembered.issued)) {
    throw new TrustCenterError(
      "clock",
      `This machine's clock says ${toInstant(now)}, before ${remembered.issued}, which it has already seen. Set the clock.`,
      { now: toInstant(now), issued: remembered.issued },
    );
  }
}

function refuseExpired(what: string, metadata: { version: number; expires: string }, now: number): void {
  // A day that does not exist (31 February) is NaN in some engines: it must not last for ever.
  if (!(Date.parse(metadata.expires) > now)) {
    throw new TrustCenterError(
      "expired",
      `The ${what} expired on ${metadata.expires}: nobody has vouched since that this list is the newest.`,
      { what, version: metadata.version, expires: metadata.expires },
    );
  }
}

function refuseOtherFeed(what: string, found: string, expected: string): void {
  if (found !== expected) {
    throw new TrustCenterError("wrong-feed", `Expected a ${what} of ${expected}, found one of ${found}.`);
  }
}

function refuseOtherRoot(what: string, found: number, root: Root): void {
  if (found > root.version) {
    throw new TrustCenterError("root-chain", `Expected a ${what} under root ${root.version}, found root ${found}.`);
  }
}

function refuseRollback(
  what: string,
  signed: Signed<{ version: number }>,
  remembered: Remembered["manifest"] | undefined,
): void {
  if (!remembered) return;
  const { version } = signed.value;
  const evidence = { remembered: remembered.envelope, found: signed.envelope };
  if (version < remembered.version) {
    throw new TrustCenterError(
      "rollback",
      `Expected ${what} ${remembered.version} or newer, found ${what} ${version}: an old state is being served.`,
      evidence,
    );
  }
  if (version === remembered.version && signed.sha256 !== remembered.sha256) {
    throw new TrustCenterError("fork", `Found two ${what}s of version ${version}: both were signed.`, evidence);
  }
}
