import type { Signer } from "@trust-center/feed";
import { SettingsError } from "../settings/error.ts";
import type { FeedState } from "../store/feed-state.ts";

/** @throws {SettingsError} where what the key signs could not be verified under the feed's root */
export function requireReceiptKey({ receiptKids }: Pick<FeedState, "receiptKids">, signer: Signer): void {
  if (receiptKids.includes(signer.kid)) return;
  throw new SettingsError(
    `Expected the receipt key to be one that the feed's root gives the receipt role (${receiptKids.join(", ")}), ` +
      `found ${signer.kid}. Nobody could verify what it signs.`,
  );
}
