import { subtle } from "../bytes/sha256.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { algorithms } from "./algorithm.ts";
import { withLowS } from "./low-s.ts";
import { exportPublicKey } from "./private-key.ts";
import { thumbprint } from "./thumbprint.ts";

/** Whatever can sign: a key in memory, or an external signer (KMS, HSM, smart card). */
export interface Signer {
  readonly kid: string;
  readonly publicKey: PublicKey;
  /** Raw signature: 64 bytes; for ES256 r ‖ s (RFC 7518 §3.4) with the lower s. */
  sign(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array>;
}

/** A signer that holds its private key in memory. */
export async function createSigner(privateKey: CryptoKey): Promise<Signer> {
  const publicKey = await exportPublicKey(privateKey);
  return {
    kid: await thumbprint(publicKey),
    publicKey,
    sign: async (data) => {
      const signature = new Uint8Array(await subtle().sign(algorithms[publicKey.alg], privateKey, data));
      return publicKey.alg === "ES256" ? withLowS(signature) : signature;
    },
  };
}
