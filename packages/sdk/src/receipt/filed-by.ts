import { type PublicSince, type Receipt, TrustCenterError } from "@trust-center/feed";
import type { ReadTimeStamp } from "../history/public-since.ts";

/** By when a receipt provably was there, whatever the service's clock said: docs/specification, §10.3. */
export interface FiledBy extends PublicSince {
  /** Whether that alone shows that the objection was filed in time. */
  inTime: boolean;
}

/** A receipt with its time stamp, and whose word on it counts. */
export interface FiledByOptions {
  /** The compact JWS, to the letter. */
  receipt: string;
  /** What it says, verified: `verifyReceipt`. */
  content: Pick<Receipt, "deadline">;
  /** The token over it, in base64. */
  timeStamp: string;
  /** Reads time stamps of the authorities that the reader trusts: `timeStampsOf` of `@trust-center/sdk/time-stamps`. */
  timeStamps: ReadTimeStamp;
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: number | undefined;
}

/**
 * Verifies the time stamp of a receipt, offline: the receipt was there at its time, so the objection was filed by then.
 *
 * @throws {TrustCenterError} `malformed` where it is no base64; as `verifyTimeStamp`: `hash-mismatch` for the time stamp of
 *   another receipt, `key-refused` for one of an authority that is not trusted
 */
export async function filedBy({
  receipt,
  content,
  timeStamp,
  timeStamps,
  now = Date.now(),
}: FiledByOptions): Promise<FiledBy> {
  const since = await timeStamps(fromBase64(timeStamp), new TextEncoder().encode(receipt.trim()), now);
  // The last second of the period counts whole.
  return { ...since, inTime: Date.parse(since.at) < Date.parse(content.deadline) + 1000 };
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch (cause) {
    throw new TrustCenterError(
      "malformed",
      "Expected a receipt's time stamp in base64, found something else.",
      {},
      { cause },
    );
  }
}
