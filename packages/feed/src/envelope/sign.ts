import { toBase64url } from "../bytes/base64url.ts";
import type { Signer } from "../keys/signer.ts";
import { type Envelope, envelopeTypes } from "../metadata/schema.ts";

/** Signs payload bytes as they are, once with each signer. */
export async function signEnvelope(
  payload: Uint8Array,
  type: keyof typeof envelopeTypes,
  signers: readonly Signer[],
): Promise<Envelope> {
  const encoded = toBase64url(payload);
  const signatures = await Promise.all(signers.map((signer) => signOnce(encoded, envelopeTypes[type], signer)));
  return { payload: encoded, signatures };
}

async function signOnce(payload: string, typ: string, signer: Signer): Promise<Envelope["signatures"][number]> {
  const header = JSON.stringify({ alg: signer.publicKey.alg, kid: signer.kid, typ });
  const encoded = toBase64url(new TextEncoder().encode(header));
  const signature = await signer.sign(new TextEncoder().encode(`${encoded}.${payload}`));
  return { protected: encoded, signature: toBase64url(signature) };
}
