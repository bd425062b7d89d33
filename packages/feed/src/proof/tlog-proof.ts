import { fromBase64 } from "../bytes/base64.ts";
import { fromBinary, toBinary } from "../bytes/base64url.ts";
import { fromHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { refuseLoneSurrogates } from "../bytes/well-formed.ts";
import { check } from "../document/check.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import { type Checkpoint, parseCheckpoint } from "../log/checkpoint.ts";
import { type LogEntry, logEntrySchema } from "../log/entry.ts";
import { inclusionProof, verifyInclusion } from "../log/inclusion.ts";
import { type LogPolicy, requireQuorum, type Witnessing, weighCheckpoint } from "../log/log-policy.ts";
import { type Hash, leafHash } from "../log/merkle.ts";
import { cosignedSince, type PublicSince } from "../log/public-since.ts";

/** That an entry stands in a log, in one text (C2SP tlog-proof). */
export interface TlogProof {
  /** Its place, from 0. */
  index: number;
  /** From the leaf upwards. */
  proof: readonly Hash[];
  /** A signed note. */
  checkpoint: string;
  /** Here: the line of the history, without its newline. The log binds it: it is what the leaf's hash is of. */
  extra?: Uint8Array<ArrayBuffer>;
}

/** What a proof shows of an entry. */
export interface ProvenEntry extends Witnessing {
  /** The log's name. */
  origin: string;
  index: number;
  /** Of the log that the checkpoint is of. */
  size: number;
  entry: LogEntry;
  /** Since when witnesses have it that it was public; absent where they have not. */
  public?: PublicSince;
}

const firstLine = "c2sp.org/tlog-proof@v1";

/** Hashes that a proof can have: a log of 2⁶³ entries needs no more. */
const maxHashes = 63;

const hashForm = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Whether a text is meant as such a proof. */
export const isTlogProof = (text: string): boolean => text.startsWith(`${firstLine}\n`);

/** A proof as others are given it, in a file `.tlog-proof`. */
export function writeTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const more = extra ? `extra ${toBase64(extra)}\n` : "";
  return `${firstLine}\n${more}index ${index}\n${proof.map((one) => `${toBase64(one)}\n`).join("")}\n${checkpoint}`;
}

/**
 * Proves an entry in a log that a checkpoint is of.
 *
 * @param lines All lines of the history, of which the log may hold the first ones alone.
 */
export async function proveEntry(
  lines: readonly Uint8Array<ArrayBuffer>[],
  index: number,
  checkpoint: string,
): Promise<string> {
  const { size } = parseCheckpoint(checkpoint);
  const extra = lines[index];
  if (!extra || index >= size || size > lines.length)
    throw new RangeError(`Expected one of ${size} entries, found ${index} of ${lines.length}.`);
  const leaves = await Promise.all(lines.slice(0, size).map((line) => leafHash(line)));
  return writeTlogProof({ index, proof: await inclusionProof(index, leaves), checkpoint, extra });
}

/**
 * Reads a proof. That it proves anything is not looked at.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`
 */
export function readTlogProof(text: string): TlogProof & { stated: Checkpoint } {
  if (text.length > limits.file)
    throw new TrustCenterError("too-large", `Expected a proof of at most ${limits.file} characters.`);
  const end = text.indexOf("\n\n");
  const [first, ...lines] = end < 0 ? [] : text.slice(0, end).split("\n", maxHashes + 4);
  const encoded = lines[0]?.startsWith("extra ") ? lines.shift()?.slice("extra ".length) : undefined;
  const [, index] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "") ?? [];
  const extra = encoded === undefined ? undefined : fromBase64(encoded);
  const isWhole = encoded === undefined || (extra !== undefined && toBase64(extra) === encoded);
  const areHashes = lines.length <= maxHashes && lines.every((line) => hashForm.test(line));
  if (first !== firstLine || index === undefined || !isWhole || !areHashes) {
    throw new TrustCenterError(
      "malformed",
      `Expected “${firstLine}”, perhaps “extra”, “index”, the hashes of a proof, an empty line and a checkpoint (C2SP tlog-proof).`,
    );
  }
  const checkpoint = text.slice(end + 2);
  return {
    index: Number(index),
    proof: lines.map((line) => fromBinary(atob(line))),
    checkpoint,
    stated: parseCheckpoint(checkpoint),
    ...(extra && { extra }),
  };
}

/**
 * Verifies that an entry stands in the log that a proof's checkpoint is of. Who signed that is not looked at.
 *
 * @param line The entry's line, without its newline.
 * @throws {TrustCenterError} `log-inconsistent`
 */
export async function verifyProvenLine(
  { index, proof, stated }: ReturnType<typeof readTlogProof>,
  line: Uint8Array,
): Promise<void> {
  if (await verifyInclusion(index, stated.size, await leafHash(line), proof, fromHex(stated.root))) return;
  throw new TrustCenterError(
    "log-inconsistent",
    `Expected the entry to be number ${index + 1} of the log of size ${stated.size} that the proof's checkpoint is of.`,
    { index, size: stated.size, root: stated.root },
  );
}

/**
 * Verifies a proof that carries its entry, offline, against a policy: it names the log, whose key signed the checkpoint, and
 * the witnesses, whose quorum cosigned it. Nothing expires.
 *
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `malformed` for what is no proof, carries no entry, or a policy that lists no log;
 *   `log-inconsistent` where it proves nothing; `signature-invalid`; `unwitnessed` for another log than the policy lists, or
 *   too few witnesses; `too-large`, `unsupported`
 */
export async function verifyTlogProof(text: string, policy: LogPolicy, now: number): Promise<ProvenEntry> {
  const read = readTlogProof(text);
  const { index, checkpoint, stated, extra } = read;
  if (policy.logs.length === 0) {
    throw new TrustCenterError(
      "malformed",
      "Expected a policy with a line log: nothing else says whose log the proof is of. Add the key that `trust-center keys log` prints at the vendor's.",
    );
  }
  if (!extra) throw new TrustCenterError("malformed", "Expected a proof that carries its entry as extra, found none.");
  await verifyProvenLine(read, extra);
  const found = await weighCheckpoint(checkpoint, policy, now);
  requireQuorum(checkpoint, policy, found);
  const since = await cosignedSince(checkpoint, policy, now);
  const what = `entry ${index + 1} of the history`;
  const value = parseJson(extra, what);
  refuseLoneSurrogates(value, what);
  return {
    ...found,
    origin: stated.origin,
    index,
    size: stated.size,
    entry: check(logEntrySchema, value, what),
    ...(since && { public: since }),
  };
}

const toBase64 = (bytes: Uint8Array): string => btoa(toBinary(bytes));
