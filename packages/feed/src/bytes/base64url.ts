import { TrustCenterError } from "../errors.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Map([...alphabet].map((letter, value) => [letter, value]));

/** Bytes as base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const group = (a << 16) | (b << 8) | c;
    text += [18, 12, 6, 0].map((shift) => alphabet[(group >> shift) & 63]).join("");
  }
  return text.slice(0, Math.ceil((bytes.length * 4) / 3));
}

/**
 * Strict base64url: no padding, no white space, no stray trailing bits, so that each byte string has one spelling
 * (RFC 7515 §2, RFC 4648 §3.5).
 *
 * @throws {TrustCenterError} `malformed`
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let length = 0;
  for (const letter of text) {
    const value = values.get(letter);
    if (value === undefined) throw new TrustCenterError("malformed", "Expected base64url, found another character.");
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = buffer >> bits;
    }
  }
  if (bits >= 6 || (buffer & ((1 << bits) - 1)) !== 0) {
    throw new TrustCenterError("malformed", "Expected base64url without stray trailing bits.");
  }
  return bytes;
}
