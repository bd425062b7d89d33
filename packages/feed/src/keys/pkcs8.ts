import { fromBinary } from "../bytes/base64url.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import { algorithms } from "./algorithm.ts";
import { decryptPkcs8, encryptPkcs8 } from "./pkcs8-encrypted.ts";

const plainLabel = "PRIVATE KEY";
const encryptedLabel = "ENCRYPTED PRIVATE KEY";

/**
 * A private key as PKCS#8 PEM (RFC 5958, RFC 7468); with a passphrase as EncryptedPrivateKeyInfo (PBES2,
 * PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-CBC), which OpenSSL reads.
 */
export async function toPem(key: CryptoKey, passphrase?: string): Promise<string> {
  const der = new Uint8Array(await subtle().exportKey("pkcs8", key));
  return passphrase === undefined
    ? armour(plainLabel, der)
    : armour(encryptedLabel, await encryptPkcs8(der, passphrase));
}

/** Whether a PEM needs a passphrase. */
export const isEncryptedPem = (pem: string): boolean => pem.includes(`-----BEGIN ${encryptedLabel}-----`);

/**
 * Reads what {@link toPem} or OpenSSL wrote.
 *
 * @throws {TrustCenterError} `key-refused`: no PEM, another algorithm, a passphrase missing or wrong
 */
export async function fromPem(pem: string, passphrase?: string): Promise<CryptoKey> {
  const found = /-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/.exec(pem);
  if (!found) throw new TrustCenterError("key-refused", "Expected a PEM block, found none.");
  const [, label, body = ""] = found;
  const bytes = fromBase64(body);
  if (label === plainLabel) return importDer(bytes);
  if (label !== encryptedLabel) {
    throw new TrustCenterError("key-refused", `Expected a PEM of type "${plainLabel}", found "${label}".`);
  }
  if (passphrase === undefined) {
    throw new TrustCenterError("key-refused", "Expected a passphrase: this key is encrypted.");
  }
  return importDer(await decryptPkcs8(bytes, passphrase));
}

async function importDer(der: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  for (const parameters of Object.values(algorithms)) {
    try {
      return await subtle().importKey("pkcs8", der, parameters, true, ["sign"]);
    } catch {
      // Another algorithm's key: the next one is tried.
    }
  }
  throw new TrustCenterError("key-refused", "Expected an Ed25519 or P-256 private key in PKCS#8.");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBinary(atob(text.replace(/\s/g, "")));
  } catch (cause) {
    throw new TrustCenterError("key-refused", "Expected the PEM block to hold base64.", {}, { cause });
  }
}

function armour(label: string, der: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...der));
  return `-----BEGIN ${label}-----\n${base64.replace(/.{1,64}/g, "$&\n")}-----END ${label}-----\n`;
}
