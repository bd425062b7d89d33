import { writeFile } from "node:fs/promises";
import {
  check,
  importPublicKey,
  type NamedKey,
  parseJson,
  publicKeySchema,
  TrustCenterError,
  thumbprint,
} from "@trust-center/feed";
import { looseObject, optional, string } from "zod/mini";
import { UsageError } from "../errors.ts";
import { readTextFile } from "../folder/read-file.ts";

const maxBytes = 4096;

/** The file that holds the public half of a key file: `timestamp.key.pem` has `timestamp.pub.json`. */
export const publicFileOf = (keyFile: string): string => `${keyFile.replace(/(?:\.key)?\.pem$/i, "")}.pub.json`;

/** A public key as a JWK (RFC 7517) with its id, for a file. */
export const publicFileText = ({ kid, publicKey }: NamedKey): string =>
  `${JSON.stringify({ ...publicKey, kid }, null, 2)}\n`;

/**
 * Reads a public key: a JWK with exactly the members that a root has, and perhaps `kid`.
 *
 * @throws {TrustCenterError} `malformed` where it is none, `key-refused` where `kid` is another's or the key is unusable
 */
export async function readPublicFile(path: string): Promise<NamedKey> {
  const { text, problem } = await readTextFile(path, maxBytes);
  if (text === undefined) {
    throw new UsageError(`Expected a public key in ${path}: ${problem.expected}; found ${problem.found}.`, { path });
  }
  const parsed = parseJson(new TextEncoder().encode(text), path, 4);
  const { kid: stated, ...jwk } = check(looseObject({ kid: optional(string()) }), parsed, path);
  const publicKey = check(publicKeySchema, jwk, path);
  await importPublicKey(publicKey);
  const kid = await thumbprint(publicKey);
  if (stated === undefined || stated === kid) return { kid, publicKey };
  throw new TrustCenterError("key-refused", `Expected the key id ${kid} in ${path}, found ${String(stated)}.`, {
    path,
  });
}

/** Writes the public half beside a key file, where it is not there yet and can be: a stick may be read-only. */
export async function writePublicFile(keyFile: string, key: NamedKey): Promise<void> {
  await writeFile(publicFileOf(keyFile), publicFileText(key), { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (!["EEXIST", "EROFS", "EACCES", "EPERM"].includes(error.code ?? "")) throw error;
  });
}
