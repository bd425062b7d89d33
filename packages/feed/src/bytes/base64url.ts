import { TrustCenterError } from "../errors.ts";

/** Bytes as base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  return btoa(toBinary(bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Characters of the last group that leave no stray bits behind, by the group's length (RFC 4648 §3.5). */
const lastCharacters: readonly (string | undefined)[] = [undefined, "", "AQgw", "AEIMQUYcgkosw048"];

/**
 * Strict base64url: no padding, no white space, no stray trailing bits, so that each byte string has one spelling
 * (RFC 7515 §2, RFC 4648 §3.5).
 *
 * @throws {TrustCenterError} `malformed`
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const last = lastCharacters[text.length % 4];
  if (/[^\w-]/.test(text) || (last !== undefined && !last.includes(text.at(-1) ?? " "))) {
    throw new TrustCenterError("malformed", "Expected base64url without padding and stray bits.");
  }
  return fromBinary(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
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
