import { TrustCenterError } from "@trust-center/feed";

/**
 * The raw signature in what an external signer printed: 64 bytes in base64, base64url or hex. For ES256 also the DER
 * form (RFC 3279 §2.2.3) that key management services give.
 *
 * @throws {TrustCenterError} `key-refused`
 */
export function rawSignature(printed: string): Uint8Array<ArrayBuffer> {
  const text = printed.trim();
  const bytes = /^[0-9a-fA-F]{128,144}$/.test(text)
    ? Buffer.from(text, "hex")
    : Buffer.from(text.replace(/-/g, "+").replace(/_/g, "/"), "base64");
  if (bytes.length === 64) return Uint8Array.from(bytes);
  const raw = fromDer(bytes);
  if (raw) return raw;
  throw new TrustCenterError(
    "key-refused",
    `Expected a signature of 64 bytes in base64, base64url or hex, or an ECDSA one in DER; found ${bytes.length} bytes.`,
  );
}

/** `SEQUENCE { INTEGER r, INTEGER s }` to r ‖ s, 32 bytes each. */
function fromDer(bytes: Buffer): Uint8Array<ArrayBuffer> | undefined {
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2) return undefined;
  const [r, end] = readInteger(bytes, 2);
  const [s, last] = readInteger(bytes, end);
  if (!r || !s || last !== bytes.length) return undefined;
  const raw = new Uint8Array(64);
  raw.set(r, 32 - r.length);
  raw.set(s, 64 - s.length);
  return raw;
}

function readInteger(bytes: Buffer, at: number): [value: Buffer | undefined, end: number] {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  const value = bytes.subarray(at + 2, end);
  const trimmed = value[0] === 0 ? value.subarray(1) : value;
  const isOne = bytes[at] === 0x02 && value.length === length && trimmed.length >= 1 && trimmed.length <= 32;
  return [isOne ? trimmed : undefined, end];
}
