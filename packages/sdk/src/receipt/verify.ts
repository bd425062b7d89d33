import { type Receipt, verifyReceipt as verifyUnderRoots, walkRoots } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";

/**
 * Verifies a receipt of a loaded trust center, under every root that it ever had.
 *
 * @param compact The receipt: a compact JWS.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`
 */
export async function verifyReceipt(compact: string, center: TrustCenter): Promise<Receipt> {
  const { roots } = await walkRoots(center.head.roots, { feed: center.address, pin: center.pin, now: 0 });
  return verifyUnderRoots(compact, roots, center.pin);
}
