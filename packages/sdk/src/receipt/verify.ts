import {
  type Receipt,
  type StepReceipt,
  verifyStepReceipt,
  verifyReceipt as verifyUnderRoots,
  walkRoots,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";

/**
 * Verifies a receipt of a loaded trust center, under every root that it ever had.
 *
 * @param compact The receipt: a compact JWS.
 * @throws {TrustCenterError} `malformed`, `signature-invalid`, `wrong-feed`, `pin-mismatch`
 */
export const verifyReceipt = async (compact: string, center: TrustCenter): Promise<Receipt> =>
  verifyUnderRoots(compact, await rootsOf(center), center.pin);

/** The same for the receipt of a step that was taken after it was filed. */
export const verifyStep = async (compact: string, center: TrustCenter): Promise<StepReceipt> =>
  verifyStepReceipt(compact, await rootsOf(center), center.pin);

const rootsOf = async ({ head, address, pin }: TrustCenter) =>
  (await walkRoots(head.roots, { feed: address, pin, now: 0 })).roots;
