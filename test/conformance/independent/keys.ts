import { createHash, createPublicKey, verify } from "node:crypto";
import { require } from "./failure.ts";
import { base64url, type Json } from "./json.ts";

/* §3.1 and §3.2 */

export const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export const hex = (...parts: (string | Uint8Array)[]): string => sha256(...parts).toString("hex");

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

const big = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
const little = (bytes: Uint8Array): bigint => big(Buffer.from(bytes).reverse());
const mod = (a: bigint): bigint => ((a % p) + p) % p;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [b, e] = [mod(base), exponent]; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * b);
    b = mod(b * b);
  }
  return result;
}

const inverse = (a: bigint) => power(a, p - 2n);
const d = mod(-121665n * inverse(121666n));

type Point = [x: bigint, y: bigint];

/** RFC 8032 §5.1.3; nothing for bytes that are no point in its one spelling. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  if (bytes.length !== 32) return undefined;
  const number = little(bytes);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (y >= p) return undefined;
  const [u, v] = [mod(y * y - 1n), mod(d * y * y + 1n)];
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (p - 5n) / 8n));
  if (mod(v * x * x) === mod(-u)) x = mod(x * power(2n, (p - 1n) / 4n));
  if (mod(v * x * x) !== u || (x === 0n && sign === 1n)) return undefined;
  return [(x & 1n) === sign ? x : p - x, y];
}

function add([x1, y1]: Point, [x2, y2]: Point): Point {
  const k = mod(d * x1 * x2 * y1 * y2);
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + k)), mod((y1 * y2 + x1 * x2) * inverse(1n - k))];
}

/** Eight times the point is the neutral one. */
function isSmall(point: Point): boolean {
  let sum = point;
  for (let doublings = 0; doublings < 3; doublings++) sum = add(sum, sum);
  return sum[0] === 0n && sum[1] === 1n;
}

/** Not canonical, or of small order with either sign. What is no point at all verifies nothing, and is not asked here. */
function isWeak(bytes: Uint8Array): boolean {
  const positive = Buffer.from(bytes);
  positive[31] = (positive[31] ?? 0) & 0x7f;
  const point = decodePoint(positive);
  return little(positive) >= p || (point !== undefined && isSmall(point));
}

/** Whether this version knows the kind of a key (§1.2, rule 4). */
export const isKnown = (key: Json): boolean => key?.alg === "Ed25519" || key?.alg === "ES256";

/** A key of a root under its id. Its form is the schema's. */
export function checkKey(id: string, key: Json): void {
  if (!isKnown(key)) return;
  const { crv, kty, x, y } = key;
  const thumbprint = sha256(JSON.stringify(kty === "EC" ? { crv, kty, x, y } : { crv, kty, x })).toString("base64url");
  require(thumbprint === id, "key-refused", "no thumbprint");
  for (const part of kty === "EC" ? [x, y] : [x]) {
    const bytes = Buffer.from(part, "base64url");
    require(bytes.length === 32 && bytes.toString("base64url") === part, "key-refused", "no 32 bytes");
  }
  if (kty === "OKP") require(!isWeak(base64url(x)), "key-refused", "a weak point");
  else require(isOnP256(big(base64url(x)), big(base64url(y))), "key-refused", "not on the curve");
}

/** y² = x³ - 3x + b (FIPS 186-5). */
function isOnP256(x: bigint, y: bigint): boolean {
  const q = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
  const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
  return x < q && y < q && (y * y - (x * x * x - 3n * x + b)) % q === 0n;
}

/** §3.2 */
export function isSignature(key: Json, signature: Uint8Array, data: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const [first, second] = [signature.subarray(0, 32), signature.subarray(32)];
  const { alg: _alg, ...jwk } = key;
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  if (key.alg === "ES256") {
    if (big(second) > orderOfP256 / 2n) return false;
    return verify("sha256", data, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature);
  }
  if (isWeak(first) || little(second) >= order) return false;
  return verify(null, data, publicKey, signature);
}
