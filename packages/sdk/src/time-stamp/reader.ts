import type { ReadTimeStamp } from "../history/public-since.ts";
import { verifyTimeStamp } from "./verify.ts";

/**
 * Reads time stamps of the authorities that a reader trusts, for `publicSince` and `verifyAsOf`.
 *
 * @param certificates Theirs, or ones above them, in PEM.
 */
export const timeStampsOf =
  (certificates: string): ReadTimeStamp =>
  async (token, data, now) => {
    const { at, authority } = await verifyTimeStamp(token, { data, certificates, now });
    return { at, by: "timestamp", name: authority };
  };
