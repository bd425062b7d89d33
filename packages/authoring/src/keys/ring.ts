import { stat } from "node:fs/promises";
import {
  createSigner,
  isEncryptedPem,
  type NamedKey,
  type Role,
  type Root,
  type Signer,
  TrustCenterError,
} from "@trust-center/feed";
import { type KeySource, sourceText } from "../folder/key-source.ts";
import { externalSigner } from "./external-signer.ts";
import { publicFileOf, readPublicFile } from "./public-file.ts";
import { openPem, type Passphrase, readPem } from "./signer.ts";

/** A key at hand. */
export interface KeyAtHand extends NamedKey {
  source: KeySource;
  /** Whether a passphrase is needed to sign with it. */
  encrypted: boolean;
  open(): Promise<Signer>;
}

/** The keys at hand: their public halves are known, their private halves are opened when they are needed. */
export interface KeyRing {
  keys: readonly KeyAtHand[];
  /** Sources that are not there, such as a stick that is not plugged in. */
  absent: readonly KeySource[];
}

export interface RingOptions {
  passphrase?: Passphrase;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Looks at the keys that sources name.
 *
 * @throws {TrustCenterError} `malformed` where the only source is not there; `key-refused` for what is no key
 */
export async function openRing(sources: readonly KeySource[], options: RingOptions = {}): Promise<KeyRing> {
  const keys: KeyAtHand[] = [];
  const absent: KeySource[] = [];
  for (const source of sources) {
    if (sources.length > 1 && !(await isThere(source))) {
      absent.push(source);
      continue;
    }
    const key = "file" in source ? await fileKey(source, options) : await commandKey(source, options);
    if (!keys.some(({ kid }) => kid === key.kid)) keys.push(key);
  }
  return { keys, absent };
}

const isThere = (source: KeySource) => stat("file" in source ? source.file : source.public).then(Boolean, () => false);

async function commandKey(source: Extract<KeySource, { command: unknown }>, { signal }: RingOptions) {
  const named = await readPublicFile(source.public);
  return { ...named, source, encrypted: false, open: async () => externalSigner(source, named, signal) };
}

async function fileKey(source: Extract<KeySource, { file: string }>, options: RingOptions): Promise<KeyAtHand> {
  const { file, passphraseEnv } = source;
  const pem = await readPem(file);
  const encrypted = isEncryptedPem(pem);
  const passphrase = (passphraseEnv === undefined ? undefined : options.env?.[passphraseEnv]) ?? options.passphrase;
  const publicFile = publicFileOf(file);
  let opened: Promise<Signer> | undefined;
  const open = () => {
    opened ??= openPem(pem, file, passphrase).then(createSigner);
    return opened;
  };
  // Whose an encrypted key is stands beside it, so that nobody is asked for the passphrase of a key that is not needed.
  const stated =
    encrypted && (await stat(publicFile).catch(() => undefined)) ? await readPublicFile(publicFile) : undefined;
  const { kid, publicKey } = stated ?? (await open());
  return {
    kid,
    publicKey,
    source,
    encrypted,
    open: async () => {
      const signer = await open();
      if (signer.kid === kid) return signer;
      throw new TrustCenterError(
        "key-refused",
        `Expected ${publicFile} to be the public half of ${file}, found another.`,
      );
    },
  };
}

/**
 * As many signers of a role as its threshold asks for.
 *
 * @throws {TrustCenterError} `key-refused` where too few are at hand: it names those that would do
 */
export async function signersOf(ring: KeyRing, root: Root, role: Role): Promise<Signer[]> {
  const { kids, threshold } = root.roles[role];
  const atHand = kids.flatMap((kid) => ring.keys.find((key) => key.kid === kid) ?? []);
  if (atHand.length < threshold) throw tooFew(ring, root, role, atHand.length);
  const signers: Signer[] = [];
  for (const key of atHand.slice(0, threshold)) signers.push(await key.open());
  return signers;
}

function tooFew({ keys, absent }: KeyRing, root: Root, role: Role, found: number): TrustCenterError {
  const { kids, threshold } = root.roles[role];
  const missing = absent.length > 0 ? ` Not there: ${absent.map(sourceText).join(", ")}.` : "";
  const had = keys.length > 0 ? keys.map(({ kid }) => kid).join(", ") : "none";
  return new TrustCenterError(
    "key-refused",
    `Expected ${threshold} of the keys that may sign as "${role}" (root ${root.version} names ${kids.join(", ")}), found ${found}. ` +
      `Keys at hand: ${had}.${missing} Name the key files in \`publish.keys\`, or with --key.`,
    { role, threshold, expected: kids, found: keys.map(({ kid }) => kid) },
  );
}
