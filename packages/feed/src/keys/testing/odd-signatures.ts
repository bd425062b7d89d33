import { fromBase64url, toBase64url } from "../../bytes/base64url.ts";
import { fromHex } from "../../bytes/hex.ts";
import type { PublicKey } from "../../metadata/schema.ts";

/** Arithmetic on edwards25519 and P-256 by the textbook, to make signatures that no library makes. */
const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const big = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const little = (value: bigint) => Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 255n));
const sha512 = async (...parts: Uint8Array[]) =>
  new Uint8Array(await crypto.subtle.digest("SHA-512", Uint8Array.from(parts.flatMap((part) => [...part]))));

/** RFC 8032 §7.1, TEST 1. */
const seed = fromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
export const ed25519Key: PublicKey = {
  kty: "OKP",
  crv: "Ed25519",
  alg: "Ed25519",
  x: toBase64url(fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
};
export const data = new TextEncoder().encode("what is signed") as Uint8Array<ArrayBuffer>;

/** S·B = R + k·A holds for R of small order h too where S = k·a, for engines that multiply by the cofactor. */
async function withPoint(r: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const hashed = await sha512(seed);
  const a = (big(hashed.subarray(0, 32)) & (2n ** 254n - 8n)) | (2n ** 254n);
  const k = big(await sha512(r, fromBase64url(ed25519Key.x), data)) % order;
  return Uint8Array.from([...r, ...little((k * a) % order)]);
}

export async function honestSignature(): Promise<Uint8Array<ArrayBuffer>> {
  // Without `alg`, whose name runtimes do not agree on.
  const { alg: _alg, ...known } = ed25519Key;
  const jwk = { ...known, d: toBase64url(seed) };
  const key = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key, data));
}

/** Signatures that some engine takes, and that must not count anywhere. */
export async function oddSignatures(): Promise<[what: string, signature: Uint8Array<ArrayBuffer>][]> {
  const honest = await honestSignature();
  const s = big(honest.subarray(32));
  const points: [string, Uint8Array][] = [
    ["the identity", little(1n)],
    ["the identity, its sign set", little(1n | (1n << 255n))],
    ["the identity, spelled p + 1", little(p + 1n)],
    ["a point of order 2", little(p - 1n)],
    ["a point of order 4", little(0n)],
    ["a point of order 8", fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")],
    ["the other point of order 8", fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")],
  ];
  const weak = points.map(
    async ([what, r]) => [`R is ${what}`, await withPoint(r)] as [string, Uint8Array<ArrayBuffer>],
  );
  return [
    ...(await Promise.all(weak)),
    ["S is the order too large", Uint8Array.from([...honest.subarray(0, 32), ...little(s + order)])],
    ["a byte is missing", honest.slice(0, 63)],
    ["a byte is too many", Uint8Array.from([...honest, 0])],
  ];
}

/** Both signatures that verify under a P-256 key: with the lower s, and with the other. */
export async function bothSpellings() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", publicKey);
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  const signature = new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, data));
  const s = big(signature.slice(32).reverse());
  const other = Uint8Array.from([...signature.subarray(0, 32), ...little(orderOfP256 - s).reverse()]);
  const [low, high] = s <= orderOfP256 / 2n ? [signature, other] : [other, signature];
  const takes = (one: Uint8Array<ArrayBuffer>) => crypto.subtle.verify(algorithm, publicKey, one, data);
  const key: PublicKey = { kty: "EC", crv: "P-256", alg: "ES256", x, y };
  return { key, low, high, engineTakesBoth: (await takes(low)) && (await takes(high)) };
}
