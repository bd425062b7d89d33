import { fromBase64 } from "../bytes/base64.ts";
import { toBase64url } from "../bytes/base64url.ts";
import { toHex } from "../bytes/hex.ts";
import { TrustCenterError } from "../errors.ts";
import { importPublicKey } from "../keys/import-public.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { noteKeyId, noteTypes } from "./checkpoint.ts";

/** A log as witnesses know it: the origin of its checkpoints, and a key that signs them (C2SP tlog-checkpoint). */
export interface Log {
  /** A schema-less URL, such as `acme.example/.well-known/trust-center`. */
  origin: string;
  /** Ed25519. */
  key: PublicKey;
}

/** Somebody outside who looks at a log and signs that it only grows (C2SP tlog-cosignature). */
export interface Witness {
  /** A schema-less URL, such as `witness.example/w1`. */
  name: string;
  /** Ed25519. */
  key: PublicKey;
}

const keyForm = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/;

/**
 * Reads a witness's verifier key: `<name>+<key id>+<base64>` (C2SP signed-note, "Verifier keys"), of type `0x04`.
 *
 * @throws {TrustCenterError} `malformed`, `key-refused`
 */
export const parseVerifierKey = (text: string): Promise<Witness> =>
  parseKey(text, noteTypes.cosignature, "a witness's key such as witness.example/w1+0f8e3c2a+BA…");

/** A witness's key as others are told it. */
export const toVerifierKey = (witness: Witness): Promise<string> => keyText(witness, noteTypes.cosignature);

/**
 * Reads a log's verifier key, as witnesses are told it: `<origin>+<key id>+<base64>` (C2SP signed-note), of type `0x01`.
 *
 * @throws {TrustCenterError} `malformed`, `key-refused`
 */
export async function parseLogKey(text: string): Promise<Log> {
  const expected = "a log's key such as acme.example/.well-known/trust-center+5c1f7a90+Ab…";
  const { name, key } = await parseKey(text, noteTypes.ed25519, expected);
  return { origin: name, key };
}

/** A log's key as witnesses are told it. */
export const toLogKey = ({ origin, key }: Log): Promise<string> => keyText({ name: origin, key }, noteTypes.ed25519);

async function parseKey(text: string, type: number, expected: string): Promise<Witness> {
  const [, name = "", id, encoded = ""] = keyForm.exec(text) ?? [];
  const bytes = fromBase64(encoded);
  if (bytes.length !== 33 || bytes[0] !== type) {
    throw new TrustCenterError("malformed", `Expected ${expected}, found “${text.slice(0, 80)}”.`);
  }
  const key: PublicKey = { kty: "OKP", crv: "Ed25519", x: toBase64url(bytes.subarray(1)), alg: "Ed25519" };
  await importPublicKey(key);
  if (toHex(await noteKeyId(name, key, type)) === id) return { name, key };
  throw new TrustCenterError("key-refused", `Expected the key id ${id} to be the one of ${name} and its key.`);
}

async function keyText({ name, key }: Witness, type: number): Promise<string> {
  const id = toHex(await noteKeyId(name, key, type));
  const bytes = [type, ...fromBase64(key.x.replace(/-/g, "+").replace(/_/g, "/"))];
  return `${name}+${id}+${btoa(String.fromCharCode(...bytes))}`;
}
