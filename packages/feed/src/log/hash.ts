import { concat } from "../bytes/concat.ts";
import { sha256 } from "../bytes/sha256.ts";

/** A SHA-256 hash, 32 bytes. */
export type Hash = Uint8Array<ArrayBuffer>;

/** Leaf hash: SHA-256(0x00 ‖ entry) (RFC 6962 §2.1). */
export const leafHash = (entry: Uint8Array): Promise<Hash> => sha256(concat([0], entry));

/** Node hash: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 §2.1). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Hash> => sha256(concat([1], left, right));
