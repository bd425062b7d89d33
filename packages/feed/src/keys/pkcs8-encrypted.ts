import { equalBytes } from "../bytes/equal.ts";
import { fromHex } from "../bytes/hex.ts";
import { subtle } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import { DerReader, encodeDer, tags } from "./der.ts";

const oids = {
  pbes2: fromHex("2a864886f70d01050d"),
  pbkdf2: fromHex("2a864886f70d01050c"),
  hmacSha256: fromHex("2a864886f70d0209"),
  aes256Cbc: fromHex("60864801650304012a"),
};

const rounds = 600_000;
/** A key file that asks for more is hostile: it would hang the reader. */
const maxRounds = 10_000_000;

/** PrivateKeyInfo to EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2 (RFC 8018 §6.2). */
export async function encryptPkcs8(der: Uint8Array<ArrayBuffer>, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const key = await deriveKey(passphrase, salt, rounds, "encrypt");
  const encrypted = new Uint8Array(await subtle().encrypt({ name: "AES-CBC", iv }, key, der));
  const { sequence, oid, octets, integer } = tags;
  const derivation = encodeDer(
    sequence,
    encodeDer(oid, oids.pbkdf2),
    encodeDer(
      sequence,
      encodeDer(octets, salt),
      encodeDer(integer, Uint8Array.of(rounds >> 16, (rounds >> 8) & 0xff, rounds & 0xff)),
      encodeDer(sequence, encodeDer(oid, oids.hmacSha256), encodeDer(tags.null)),
    ),
  );
  const encryption = encodeDer(sequence, encodeDer(oid, oids.aes256Cbc), encodeDer(octets, iv));
  const scheme = encodeDer(sequence, encodeDer(oid, oids.pbes2), encodeDer(sequence, derivation, encryption));
  return encodeDer(sequence, scheme, encodeDer(octets, encrypted));
}

/** @throws {TrustCenterError} `key-refused`: another scheme, or a wrong passphrase */
export async function decryptPkcs8(der: Uint8Array<ArrayBuffer>, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  const { salt, iterations, iv, encrypted } = readParameters(der);
  const key = await deriveKey(passphrase, salt, iterations, "decrypt");
  try {
    return new Uint8Array(await subtle().decrypt({ name: "AES-CBC", iv }, key, encrypted));
  } catch (cause) {
    throw new TrustCenterError("key-refused", "Expected the key's passphrase, found another.", {}, { cause });
  }
}

function readParameters(der: Uint8Array<ArrayBuffer>) {
  const info = new DerReader(der).open();
  const scheme = info.open();
  expectOid(scheme, oids.pbes2);
  const parameters = scheme.open();
  const derivation = parameters.open();
  expectOid(derivation, oids.pbkdf2);
  const pbkdf2 = derivation.open();
  const salt = pbkdf2.read(tags.octets);
  const iterations = pbkdf2.read(tags.integer).reduce((sum, byte) => sum * 256 + byte, 0);
  if (iterations < 1 || iterations > maxRounds) {
    throw new TrustCenterError("key-refused", `Expected at most ${maxRounds} rounds of PBKDF2, found ${iterations}.`);
  }
  if (pbkdf2.has(tags.integer)) pbkdf2.read(tags.integer);
  expectOid(pbkdf2.open(), oids.hmacSha256);
  const encryption = parameters.open();
  expectOid(encryption, oids.aes256Cbc);
  return { salt, iterations, iv: encryption.read(tags.octets), encrypted: info.read(tags.octets) };
}

function expectOid(reader: DerReader, oid: Uint8Array): void {
  if (!equalBytes(reader.read(tags.oid), oid)) {
    throw new TrustCenterError("key-refused", "Expected PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC.");
  }
}

async function deriveKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  usage: "encrypt" | "decrypt",
): Promise<CryptoKey> {
  const secret = await subtle().importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle().deriveKey(parameters, secret, { name: "AES-CBC", length: 256 }, false, [usage]);
}
