import { readFile, stat } from "node:fs/promises";
import { createSigner, fromPem, isEncryptedPem, type Signer, TrustCenterError } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import type { KeySource } from "../folder/key-source.ts";

/** A passphrase, or how to ask for the one of a key. */
export type Passphrase = string | ((what: string) => Promise<string>) | undefined;

/**
 * A signer from a PKCS#8 PEM file.
 *
 * @throws {TrustCenterError} `malformed` where there is no such file, `key-refused` where it is no key or the passphrase is wrong
 */
export async function readSigner(path: string, passphrase: Passphrase): Promise<Signer> {
  return createSigner(await openPem(await readPem(path), path, passphrase));
}

/** The private key in a PEM; `path` names it in messages. */
export async function openPem(pem: string, path: string, passphrase: Passphrase): Promise<CryptoKey> {
  if (!isEncryptedPem(pem)) return fromPem(pem);
  const given = typeof passphrase === "function" ? await passphrase(path) : passphrase;
  if (given !== undefined) return fromPem(pem, given);
  throw new TrustCenterError(
    "key-refused",
    `Expected a passphrase: the key ${path} is encrypted. Name the environment variable that holds it: --passphrase-env TRUST_CENTER_PASSPHRASE.`,
    { path },
  );
}

export async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UsageError(
      code === "ENOENT"
        ? `Expected the private key at ${path}, found no file. Set \`publish.key\` to where it is. Where it is lost, docs/guides/lost-key.md says how to go on.`
        : `Expected the private key at ${path} to be readable, found ${code}.`,
      { path },
      { cause },
    );
  }
}

/** What is careless about a key file, or undefined. POSIX only. */
export async function keyFileWarning(path: string): Promise<string | undefined> {
  if (process.platform === "win32") return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found || (found.mode & 0o077) === 0) return undefined;
  return `Expected ${path} to be readable by its owner alone, found mode ${(found.mode & 0o777).toString(8)}. Fix: chmod 600 ${path}`;
}

/** {@link keyFileWarning} of every key file. */
export async function keyFileWarnings(sources: readonly KeySource[]): Promise<(string | undefined)[]> {
  return Promise.all(sources.map((source) => ("file" in source ? keyFileWarning(source.file) : undefined)));
}
