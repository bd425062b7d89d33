import { fromBase64 } from "../bytes/base64.ts";
import { fromBase64url } from "../bytes/base64url.ts";
import { fromHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { refuseLoneSurrogates } from "../bytes/well-formed.ts";
import { check } from "../document/check.ts";
import { toInstant } from "../document/date.ts";
import { type Feed, feedSchema } from "../document/feed.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import { checkpointBody, logOrigin } from "../log/checkpoint.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { verifyInclusion } from "../log/inclusion.ts";
import type { LogPolicy } from "../log/log-policy.ts";
import { leafHash } from "../log/merkle.ts";
import { cosignedSince, earliestOf, type PublicSince } from "../log/public-since.ts";
import { headSchema, type Manifest, timestampSchema } from "../metadata/schema.ts";
import { verifyHead } from "../verify/head.ts";
import { type ProofBundle, proofBundleSchema } from "./bundle.ts";
import { readTlogProof, verifyProvenLine } from "./tlog-proof.ts";

/** What a proof bundle is held against. */
export interface ProofOptions {
  pin?: string | undefined;
  /** The reader's clock, milliseconds since 1970. */
  now: number;
  /** Witnesses that the reader knows: they say since when the entry was public. */
  policy?: LogPolicy | undefined;
  /** The lines of the feed's history, as a verification of today gave them. */
  history?: readonly string[] | undefined;
}

/** What a proof bundle shows. */
export interface ProvenList {
  /** The list that applied. */
  feed: Feed;
  /** The instant asked about. */
  at: string;
  /** Since when it applied, and until when, where that was known. Instants. */
  from: string;
  until?: string;
  entry: LogEntry;
  /** Since when witnesses have it that the list was public; absent where no known one has. */
  public?: PublicSince;
  /** Texts of checkpoints that hold the entry, and time stamp tokens over them, which are not verified here. */
  stamped: { text: string; token: Uint8Array<ArrayBuffer> }[];
  trust: "verified" | "first-seen";
  pin: string;
  /** When the vendor last vouched for the log that this stands in. */
  vouchedUntil: string;
}

/**
 * Verifies a proof bundle, offline and at any later time. Signatures are verified as of the day when the vendor gave
 * them: what was proven then stays proven, so nothing expires (docs/specification, §8.5).
 *
 * Whoever steals manifest and timestamp keys that were retired since can make a bundle of the time when they served. The
 * feed's history of today, signed by keys that serve, tells: give it where it is available.
 *
 * @param bytes The bundle's JSON.
 * @throws {TrustCenterError} as for a head; `log-inconsistent`, `unlogged-edit`, `hash-mismatch`, `not-covered`; `clock`
 *   for a bundle of the future
 */
export async function verifyProof(bytes: Uint8Array, { pin, now, policy, history }: ProofOptions): Promise<ProvenList> {
  const what = "the proof bundle";
  const bundle = check(proofBundleSchema, parseJson(bytes, what, limits.depth), what);
  refuseLoneSurrogates(bundle, what);
  const head = await verifyHead(encode(bundle.head), { feed: bundle.feed, pin, now: issuedUnverified(bundle.head) });
  refuseFuture(head.timestamp.issued, now);
  if (history) refuseOtherHistory(bundle, history);
  const { log } = head.manifest;
  const entry = await verifyEntry(bundle.entry, log);
  const next = bundle.next && (await verifyEntry(bundle.next, log));
  refuseOtherPeriod(bundle, entry, next, log.size, head.timestamp.issued);
  const feed = await verifyList(bundle.list, entry);
  const stamped = await stampedStates(bundle);
  const since = await publicSince(bundle, head.checkpoint, policy, now);
  return {
    feed,
    at: bundle.at,
    from: entry.at,
    ...(next && { until: next.at }),
    entry,
    ...(since && { public: since }),
    stamped,
    trust: head.trust,
    pin: head.next.pin,
    vouchedUntil: head.timestamp.issued,
  };
}

/**
 * Since when witnesses have it that the entry was public: by the checkpoint of the head, and by those of earlier states.
 *
 * @throws {TrustCenterError} `log-inconsistent` for a proof of something else; `signature-invalid`
 */
async function publicSince(
  { feed, entry, cosigned = [] }: ProofBundle,
  checkpoint: string,
  policy: LogPolicy | undefined,
  now: number,
): Promise<PublicSince | undefined> {
  const earlier = await earlierStates({ feed, entry }, cosigned);
  if (!policy) return undefined;
  const notes = [checkpoint, ...earlier.map((proof) => proof.checkpoint)];
  return earliestOf(await Promise.all(notes.map((note) => cosignedSince(note, policy, now))));
}

async function stampedStates({ stamped = [], ...bundle }: ProofBundle): Promise<ProvenList["stamped"]> {
  const states = await earlierStates(
    bundle,
    stamped.map(({ proof }) => proof),
  );
  return states.map(({ checkpoint }, at) => ({
    text: checkpointBody(checkpoint),
    token: fromBase64(stamped[at]?.token ?? ""),
  }));
}

/** Proofs of earlier states that are looked at. */
const maxEarlier = 8;

/** States of the log that proofs show to hold the bundle's entry. */
async function earlierStates({ feed, entry }: Pick<ProofBundle, "feed" | "entry">, proofs: readonly string[]) {
  const states = proofs.slice(0, maxEarlier).map(readTlogProof);
  for (const proof of states) {
    await verifyProvenLine(proof, encode(entry.line));
    if (proof.index === entry.index && proof.stated.origin === logOrigin(feed)) continue;
    throw new TrustCenterError("log-inconsistent", "Expected proofs of the same entry of the same log.");
  }
  return states;
}

/** A head of a time that has not come was signed to speak of one: no clock can hold it against anything. */
function refuseFuture(issued: string, now: number): void {
  if (Date.parse(issued) <= now + limits.clockSkew) return;
  throw new TrustCenterError(
    "clock",
    `The proof was signed on ${issued}, and this machine's clock says ${toInstant(now)}. One of them is wrong.`,
    { issued, now: toInstant(now) },
  );
}

/** What a bundle says of the log must stand in the history as it is verified today. */
function refuseOtherHistory({ entry, next }: ProofBundle, history: readonly string[]): void {
  for (const one of [entry, next]) {
    if (!one || history[one.index] === one.line) continue;
    throw new TrustCenterError(
      "log-inconsistent",
      `Expected entry ${one.index + 1} of the proof to stand in the feed's history of today. The keys that signed the proof may have been stolen since.`,
      { index: one.index, expected: history[one.index] ?? null, found: one.line },
    );
  }
}

/** When the timestamp says that it was signed. Its signature is verified under that clock. */
function issuedUnverified(text: string): number {
  const head = check(headSchema, parseJson(encode(text), "head.json", limits.depth), "head.json");
  const payload = parseJson(fromBase64url(head.timestamp.payload), "the timestamp", limits.depth);
  return Date.parse(check(timestampSchema, payload, "the timestamp").issued);
}

async function verifyEntry({ index, line, proof }: ProofBundle["entry"], log: Manifest["log"]): Promise<LogEntry> {
  const bytes = encode(line);
  const what = `entry ${index + 1} of the history`;
  if (!(await verifyInclusion(index, log.size, await leafHash(bytes), proof.map(fromHex), fromHex(log.root)))) {
    throw new TrustCenterError("log-inconsistent", `Expected ${what} to be in the log that was signed.`, {
      index,
      log,
    });
  }
  return check(logEntrySchema, parseJson(bytes, what), what);
}

/** The entry must be the last one until the instant: shown by the next one, or by the end of a log signed later. */
function refuseOtherPeriod(
  { at, entry: { index }, next: after }: ProofBundle,
  entry: LogEntry,
  next: LogEntry | undefined,
  size: number,
  issued: string,
): void {
  const asked = Date.parse(at);
  if (Date.parse(entry.at) > asked) {
    throw new TrustCenterError("not-covered", `The entry is of ${entry.at}, after ${at}.`, { at, from: entry.at });
  }
  if (after && next) {
    if (after.index !== index + 1) {
      throw new TrustCenterError("log-inconsistent", `Expected entry ${index + 2} after it, found ${after.index + 1}.`);
    }
    if (Date.parse(next.at) <= asked) {
      throw new TrustCenterError("not-covered", `The list was replaced on ${next.at}, before ${at}.`, {
        at,
        until: next.at,
      });
    }
    return;
  }
  if (index !== size - 1) {
    throw new TrustCenterError("log-inconsistent", "Expected the entry after it: it is not the last of the log.");
  }
  if (!(asked <= Date.parse(issued))) {
    throw new TrustCenterError(
      "not-covered",
      `The log was signed on ${issued}, and speaks until then: it cannot tell which list applied on ${at}.`,
      { at, until: issued },
    );
  }
}

async function verifyList(text: string, entry: LogEntry): Promise<Feed> {
  const bytes = encode(text);
  const found = await sha256Hex(bytes);
  if (found !== entry.feed.sha256) {
    throw new TrustCenterError("hash-mismatch", "The list is not the one that the entry names.", {
      expected: entry.feed.sha256,
      found,
    });
  }
  const feed = check(feedSchema, parseJson(bytes, "the feed"), "the feed");
  if (feed.version === entry.feed.version) return feed;
  throw new TrustCenterError("unlogged-edit", "Expected the feed's version to be the one that its history names.");
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
