import { toBase64url } from "../bytes/base64url.ts";
import { sha256 } from "../bytes/sha256.ts";
import type { PublicKey } from "../metadata/schema.ts";

/** The key id: RFC 7638 thumbprint with SHA-256, in base64url. */
export async function thumbprint(key: PublicKey): Promise<string> {
  // RFC 7638 §3.2: required members only, in lexicographic order, no white space. JSON leaves an absent y out.
  const { crv, kty, x, y } = key as PublicKey & { y?: string };
  return toBase64url(await sha256(new TextEncoder().encode(JSON.stringify({ crv, kty, x, y }))));
}
