import { createECDH, createHash, createHmac, createPrivateKey, createPublicKey, sign } from "node:crypto";
import { type Algorithm, type PublicKey, type Signer, thumbprint, withLowS } from "@trust-center/feed";

/*
 * Keys that are the same wherever vectors are made. Their private halves follow from their names: they are for tests
 * alone. Ed25519 signs the same bytes alike (RFC 8032 §5.1.6); ES256 does here, by RFC 6979.
 */

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A signer whose private key is SHA-256 of `trust-center test vectors: <name>`. */
export async function fixedSigner(name: string, alg: Algorithm = "Ed25519"): Promise<Signer> {
  const secret = sha256(`trust-center test vectors: ${name}`);
  const { publicKey, sign } = alg === "ES256" ? es256(secret) : ed25519(secret);
  return { kid: await thumbprint(publicKey), publicKey, sign };
}

type Half = Pick<Signer, "publicKey" | "sign">;

/** RFC 8410 §7: what stands before the 32 bytes of a private Ed25519 key. */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

function ed25519(secret: Buffer): Half {
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, secret]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  return {
    publicKey: { kty: "OKP", crv: "Ed25519", x, alg: "Ed25519" },
    sign: async (data) => Uint8Array.from(sign(null, data, privateKey)),
  };
}

/** The order of P-256 (FIPS 186-5). */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const toBytes = (number: bigint): Buffer => Buffer.from(number.toString(16).padStart(64, "0"), "hex");
const modulo = (number: bigint): bigint => ((number % n) + n) % n;

/** The point of a number: 0x04, x, y. */
function pointOf(number: bigint): Buffer {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(toBytes(number));
  return ecdh.getPublicKey();
}

function es256(secret: Buffer): Half {
  const d = modulo(toNumber(secret));
  const point = pointOf(d);
  const publicKey: PublicKey = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
    alg: "ES256",
  };
  return { publicKey, sign: async (data) => withLowS(Uint8Array.from(ecdsa(d, sha256(data)))) };
}

/** RFC 6979 §3.2 with SHA-256, whose length is that of the order. */
function ecdsa(d: bigint, hash: Buffer): Buffer {
  const z = modulo(toNumber(hash));
  const seed = Buffer.concat([toBytes(d), toBytes(z)]);
  let key: Buffer = Buffer.alloc(32, 0);
  let value: Buffer = Buffer.alloc(32, 1);
  const mac = (...parts: Uint8Array[]) => createHmac("sha256", key).update(Buffer.concat(parts)).digest();
  for (const step of [0, 1]) {
    key = mac(value, Buffer.of(step), seed);
    value = mac(value);
  }
  for (;;) {
    value = mac(value);
    const k = toNumber(value);
    if (k > 0n && k < n) {
      const r = modulo(toNumber(pointOf(k).subarray(1, 33)));
      const s = modulo(inverse(k) * (z + r * d));
      if (r !== 0n && s !== 0n) return Buffer.concat([toBytes(r), toBytes(s)]);
    }
    key = mac(value, Buffer.of(0));
    value = mac(value);
  }
}

/** By Fermat: the order is a prime. */
function inverse(number: bigint): bigint {
  let [result, base, exponent] = [1n, modulo(number), n - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % n;
    base = (base * base) % n;
  }
  return result;
}
