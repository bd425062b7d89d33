import { verifyAsync } from "@noble/ed25519";

type Verify = (signature: Uint8Array, data: Uint8Array, key: Uint8Array) => Promise<boolean>;

/**
 * What verifies where the platform cannot, as Ed25519 in browsers of before 2025: by RFC 8032 §5.1.7, without the cofactor.
 * What is canonical was asked before. The key is the `x` of its JWK.
 */
export const software: Readonly<Record<string, Verify>> = {
  Ed25519: (signature, data, key) => verifyAsync(signature, data, key, { zip215: false }),
};
