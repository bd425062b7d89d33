import { TrustCenterError } from "../errors.ts";

/** Bytes as base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(toBinary(bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Strict base64url: no padding, no white space, no stray trailing bits, so that each byte string has one spelling
 * (RFC 7515 §2, RFC 4648 §3.5).
 *
 * @throws {TrustCenterError} `malformed`
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const isNone = /[^\w-]/.test(text) || text.length % 4 === 1;
  const bytes = fromBinary(isNone ? "" : atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  // Stray bits are another spelling of the same bytes: they are not what the bytes are written as.
  if (toBase64url(bytes) === text) return bytes;
  throw new TrustCenterError("malformed", "Expected base64url without padding and stray bits.");
}

/** Bytes as a string of characters up to U+00FF, for `btoa`. */
export function toBinary(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** What `atob` gives as bytes. */
export function fromBinary(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
