import { TrustCenterError } from "../errors.ts";
import { countCheckpointSignatures } from "../log/checkpoint.ts";
import type { PublicKey } from "../metadata/schema.ts";
import type { VerifiedHead } from "./head.ts";

/**
 * Verifies the log's own signatures on the checkpoint, which outside witnesses and log tools go by. What it states is the
 * manifest's already, signed by the same keys.
 *
 * Checkpoints are signed with Ed25519 alone (C2SP signed-note): where the manifest has such keys, they sign it too.
 *
 * @throws {TrustCenterError} `signature-invalid`, `malformed`
 */
export async function verifyCheckpoint({ checkpoint, root: { keys, roles } }: VerifiedHead): Promise<void> {
  const { kids, threshold } = roles.manifest;
  const able = kids.map((kid) => keys[kid]).filter((key) => key?.alg === "Ed25519") as PublicKey[];
  const found = await countCheckpointSignatures(checkpoint, able);
  const expected = threshold - (kids.length - able.length);
  if (found >= expected) return;
  throw new TrustCenterError(
    "signature-invalid",
    `Expected ${expected} signatures on the checkpoint, found ${found}.`,
    { checkpoint },
  );
}
