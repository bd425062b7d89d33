import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { fromHex } from "../bytes/hex.ts";
import { parseStrictJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import { importPublicKey } from "../keys/import-public.ts";
import { thumbprint } from "../keys/thumbprint.ts";
import { limits } from "../limits.ts";
import { type Envelope, type Role, type Root, rootSchema } from "../metadata/schema.ts";
import type { VerifyOptions } from "./options.ts";

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
  candidates.forEach(({ root }, at) => {
    if (root.version !== (candidates[0] as TrustedRoot).root.version + at) {
      throw new TrustCenterError("root-chain", `Expected consecutive roots, found version ${root.version}.`);
    }
  });
  const start = options.remembered
    ? await resume(candidates, options)
    : await begin(candidates[0] as TrustedRoot, options.pin);
  const steps = candidates.filter(({ root }) => root.version > start.trusted.root.version);
  if (steps.length > limits.rootSteps) {
    throw new TrustCenterError("root-chain", `Expected at most ${limits.rootSteps} new roots, found ${steps.length}.`);
  }
  let { trusted } = start;
  const roots = [trusted.root];
  for (const next of steps) {
    if (next.root.version !== trusted.root.version + 1) {
      throw new TrustCenterError(
        "root-chain",
        `Expected root ${trusted.root.version + 1} next, found root ${next.root.version}.`,
      );
    }
    await verifyEnvelope(next.envelope, "root", signatoriesOf(trusted.root, "root"));
    await verifyEnvelope(next.envelope, "root", signatoriesOf(next.root, "root"));
    trusted = next;
    roots.push(next.root);
  }
  return { trusted, roots, pin: start.pin, rotated: rotatedBetween(start.trusted.root, trusted.root) };
}

async function begin(first: TrustedRoot, pin: string | undefined) {
  const found = pinOf(first.sha256);
  if (pin !== undefined && pin !== found) throw pinMismatch(pin, found);
  if (first.root.version !== 1) {
    throw new TrustCenterError("root-chain", `Expected root 1 first, found root ${first.root.version}.`);
  }
  await verifyEnvelope(first.envelope, "root", signatoriesOf(first.root, "root"));
  return { trusted: first, pin: found };
}

async function resume(candidates: readonly TrustedRoot[], { feed, pin, remembered }: VerifyOptions) {
  if (!remembered) throw new TypeError("resume needs a remembered state");
  if (pin !== undefined && pin !== remembered.pin) throw pinMismatch(pin, remembered.pin);
  const trusted = await readRoot(remembered.root.envelope, feed);
  const newest = candidates.at(-1) as TrustedRoot;
  if (newest.root.version < trusted.root.version) {
    throw new TrustCenterError(
      "rollback",
      `Expected root ${trusted.root.version} or newer, found root ${newest.root.version}.`,
      { remembered: trusted.root.version, found: newest.root.version },
    );
  }
  const same = candidates.find(({ root }) => root.version === trusted.root.version);
  if (same && same.sha256 !== trusted.sha256) {
    throw new TrustCenterError("fork", `Found two roots of version ${trusted.root.version}.`, {
      remembered: trusted.envelope,
      found: same.envelope,
    });
  }
  return { trusted, pin: remembered.pin };
}

/**
 * Reads a root and checks its keys and roles. Nothing is verified yet.
 *
 * @throws {TrustCenterError} `malformed`, `wrong-feed`, `key-refused`
 */
export async function readRoot(envelope: Envelope, feed: string): Promise<TrustedRoot> {
  const payload = fromBase64url(envelope.payload);
  const root = check(rootSchema, parseStrictJson(payload, "the root", limits.depth), "the root");
  if (root.feed !== feed) {
    throw new TrustCenterError("wrong-feed", `Expected a root of ${feed}, found one of ${root.feed}.`);
  }
  await checkKeys(root);
  return { root, sha256: await sha256Hex(payload), envelope };
}

async function checkKeys(root: Root): Promise<void> {
  for (const [kid, key] of Object.entries(root.keys)) {
    if ((await thumbprint(key)) !== kid) {
      throw new TrustCenterError("key-refused", `Expected key id ${kid} to be its key's thumbprint.`, { key });
    }
    await importPublicKey(key);
  }
  for (const [name, role] of Object.entries(root.roles)) {
    const { kids, threshold } = role as Root["roles"]["root"];
    const unique = new Set(kids);
    if (unique.size !== kids.length || kids.some((kid) => !Object.hasOwn(root.keys, kid)) || threshold > kids.length) {
      throw new TrustCenterError("key-refused", `Expected role ${name} to name ${threshold} or more keys of the root.`);
    }
  }
}

function rotatedBetween(before: Root, after: Root): boolean {
  return (["timestamp", "manifest"] as const).some(
    (role) => [...before.roles[role].kids].sort().join() !== [...after.roles[role].kids].sort().join(),
  );
}

const pinMismatch = (expected: string, found: string) =>
  new TrustCenterError("pin-mismatch", `Expected the feed pinned as ${expected}, found ${found}.`, { expected, found });
