import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { fromHex } from "../bytes/hex.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import { isUsable } from "../keys/algorithm.ts";
import { importPublicKey } from "../keys/import-public.ts";
import { thumbprint } from "../keys/thumbprint.ts";
import { limits } from "../limits.ts";
import { type Envelope, type Role, type Root, rootSchema } from "../metadata/schema.ts";
import type { VerifyOptions } from "./options.ts";
import type { Remembered } from "./remembered.ts";
import { refuseRollback } from "./rollback.ts";

/** A root, and the bytes that make it this one. */
export interface TrustedRoot {
  root: Root;
  sha256: string;
  envelope: Envelope;
}

/** What a walk along the roots ended with. */
export interface RootWalk {
  trusted: TrustedRoot;
  /** Every root walked, the first and the trusted one included. */
  roots: Root[];
  pin: string;
  /** Whether keys of the timestamp or the manifest changed since the remembered root. */
  rotated: boolean;
}

/** The pin of a feed: `sha256-` and base64url over the first root's payload. */
export const pinOf = (sha256: string): string => `sha256-${toBase64url(fromHex(sha256))}`;

/** Signatories of one role of a root. */
export const signatoriesOf = (root: Root, role: Role) => ({ keys: root.keys, ...root.roles[role] });

/**
 * Walks the roots from the pinned or remembered one to the newest (TUF 5.3).
 *
 * @throws {TrustCenterError} `pin-mismatch`, `root-chain`, `rollback`, `fork`, `wrong-feed`, `signature-invalid`, `key-refused`
 */
export async function walkRoots(envelopes: readonly Envelope[], options: VerifyOptions): Promise<RootWalk> {
  const candidates = await Promise.all(envelopes.map((envelope) => readRoot(envelope, options.feed)));
  let version = candidates[0]?.root.version ?? 0;
  for (const { root } of candidates) expectVersion(root, version++);
  const { pin, trusted: start, at } = await (options.remembered ? resume : begin)(candidates, options);
  const steps = candidates.slice(at + 1);
  if (steps.length > limits.rootSteps) {
    throw new TrustCenterError("root-chain", `Expected at most ${limits.rootSteps} new roots, found ${steps.length}.`);
  }
  let trusted = start;
  const roots = [trusted.root];
  for (const next of steps) {
    expectVersion(next.root, trusted.root.version + 1);
    for (const { root } of [trusted, next]) await verifyEnvelope(next.envelope, "root", signatoriesOf(root, "root"));
    trusted = next;
    roots.push(next.root);
  }
  return { trusted, roots, pin, rotated: rotatedBetween(start.root, trusted.root) };
}

function expectVersion({ version }: Root, expected: number): void {
  if (version !== expected) {
    throw new TrustCenterError("root-chain", `Expected root ${expected} next, found root ${version}.`);
  }
}

async function begin([first]: readonly TrustedRoot[], { pin }: VerifyOptions) {
  const trusted = first as TrustedRoot;
  const found = pinOf(trusted.sha256);
  expectPin(pin, found);
  expectVersion(trusted.root, 1);
  await verifyEnvelope(trusted.envelope, "root", signatoriesOf(trusted.root, "root"));
  return { trusted, pin: found, at: 0 };
}

async function resume(candidates: readonly TrustedRoot[], options: VerifyOptions) {
  const remembered = options.remembered as Remembered;
  expectPin(options.pin, remembered.pin);
  const trusted = await readRoot(remembered.root.envelope, options.feed);
  const at = candidates.findIndex(({ root }) => root.version === trusted.root.version);
  // The newest, where the remembered one is not served any more.
  const { root, sha256, envelope } = candidates.at(at) as TrustedRoot;
  // What was verified is the envelope: not what the memory says beside it.
  const seen = { version: trusted.root.version, sha256: trusted.sha256, envelope: trusted.envelope };
  refuseRollback("root", { version: root.version, sha256, envelope }, seen);
  return { trusted, pin: remembered.pin, at };
}

/**
 * Reads a root and checks its keys and roles. Nothing is verified yet.
 *
 * @throws {TrustCenterError} `malformed`, `wrong-feed`, `key-refused`
 */
export async function readRoot(envelope: Envelope, feed: string): Promise<TrustedRoot> {
  const payload = fromBase64url(envelope.payload);
  const root = check(rootSchema, parseJson(payload, "the root", limits.depth), "the root");
  if (root.feed !== feed) {
    throw new TrustCenterError("wrong-feed", `Expected a root of ${feed}, found one of ${root.feed}.`);
  }
  await checkKeys(root);
  return { root, sha256: await sha256Hex(payload), envelope };
}

async function checkKeys(root: Root): Promise<void> {
  for (const [kid, key] of Object.entries(root.keys)) {
    if (!isUsable(key)) continue;
    if ((await thumbprint(key)) !== kid) {
      throw new TrustCenterError("key-refused", `Expected key id ${kid} to be its key's thumbprint.`, { key });
    }
    await importPublicKey(key);
  }
  // Roles that the format does not name may be anything.
  for (const name of ["root", "manifest", "timestamp", "receipt"] as const) {
    const { kids, threshold } = root.roles[name];
    const known = new Set(kids.filter((kid) => Object.hasOwn(root.keys, kid)));
    if (known.size !== kids.length || threshold > kids.length) {
      throw new TrustCenterError("key-refused", `Expected role ${name} to name ${threshold} or more keys of the root.`);
    }
    // The root says so itself, honestly: nobody attacks who signs with a kind of key of tomorrow.
    if (threshold > kids.filter((kid) => isUsable(root.keys[kid])).length) {
      throw new TrustCenterError(
        "unsupported",
        `Expected role ${name} to have ${threshold} keys of a kind that this program knows. A later version may know more.`,
        { newer: "keys" },
      );
    }
  }
}

const rotatedBetween = (before: Root, after: Root): boolean => onlineKeys(before) !== onlineKeys(after);

const onlineKeys = ({ roles }: Root): string =>
  JSON.stringify([roles.timestamp.kids.toSorted(), roles.manifest.kids.toSorted()]);

function expectPin(expected: string | undefined, found: string): void {
  if (expected === undefined || expected === found) return;
  throw new TrustCenterError("pin-mismatch", `Expected the feed pinned as ${expected}, found ${found}.`, {
    expected,
    found,
  });
}
