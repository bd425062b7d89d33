import { type Algorithm, createSigner, generatePrivateKey, type RoleSigners, type Signer } from "@trust-center/feed";
import { fixedSigner } from "../../vectors/keys.ts";

export const newSigner = async (alg: Algorithm = "Ed25519"): Promise<Signer> =>
  createSigner(await generatePrivateKey(alg));

// Fixed, so that the attacks are test vectors too, the same wherever they are made.
const [a, b, c, d, manifest, timestamp, receipt, newReceipt] = await Promise.all([
  fixedSigner("root a"),
  fixedSigner("root b", "ES256"),
  fixedSigner("root c"),
  fixedSigner("root d", "ES256"),
  fixedSigner("manifest"),
  fixedSigner("timestamp"),
  fixedSigner("receipt", "ES256"),
  fixedSigner("newer receipt"),
]);

/** Who holds what under root 1: two root keys, and both must sign. */
export const firstKeys: RoleSigners = {
  root: [a, b],
  manifest: [manifest],
  timestamp: [timestamp],
  receipt: [receipt],
};

/** Who holds what under root 2: root and receipt keys are new, the old ones are retired. */
export const newestKeys: RoleSigners = { ...firstKeys, root: [c, d], receipt: [newReceipt] };

/** Somebody who holds no key of the vendor's. */
export const thief: Signer = await fixedSigner("thief");
