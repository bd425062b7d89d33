import { toBase64url } from "../bytes/base64url.ts";
import { sha256 } from "../bytes/sha256.ts";
import type { PublicKey } from "../metadata/schema.ts";

/** The key id: RFC 7638 thumbprint with SHA-256, in base64url. */
export async function thumbprint(key: PublicKey): Promise<string> {
  // RFC 7638 §3.2: required members only, in lexicographic order, no white space. Not by JSON.stringify, which asks the
  // page's prototypes for a toJSON: old libraries bring one. A key with a character to escape is none, and is refused.
  const { crv, kty, x, y } = key as PublicKey & { y?: string };
  const text = `{"crv":"${crv}","kty":"${kty}","x":"${x}"${y === undefined ? "" : `,"y":"${y}"`}}`;
  return toBase64url(await sha256(new TextEncoder().encode(text)));
}
