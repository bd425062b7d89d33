import { fromBinary } from "./base64url.ts";

/** Bytes of a base64 text (RFC 4648 §4); none where it is not one. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return fromBinary(atob(text));
  } catch {
    return new Uint8Array();
  }
}
