import { type Receipt, sha256Hex, TrustCenterError, toBase64url } from "@trust-center/feed";
import type { HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import { verifyReceipt } from "../receipt/verify.ts";
import { type ObjectionRequest, objectionAnswerSchema, objectionText, type Problem, paths } from "./contract.ts";
import { prove } from "./proof.ts";
import { ask } from "./request.ts";

/** What an objector says. */
export type Objection = Pick<
  ObjectionRequest,
  "change" | "name" | "email" | "organisation" | "grounds" | "segment" | "language"
> & {
  /** Names the request. Give the same again to repeat one whose answer was lost: it is filed once. */
  request?: string;
};

/** A filed objection. */
export interface FiledObjection {
  /** The receipt, a compact JWS: keep it. */
  receipt: string;
  /** The token of a time stamp authority over it, in base64, where the service has one: keep it too. See `filedBy`. */
  timeStamp?: string | undefined;
  /** What the receipt proves, verified under the feed's root. */
  content: Receipt;
  /** The text whose SHA-256 the receipt holds: keep it too. */
  text: string;
}

/** A name for a request that can be repeated safely. */
export const newRequestName = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(24)));

/**
 * Files an objection to a change, and verifies the receipt before it is handed out.
 *
 * @throws {TrustCenterError} `service-refused` (for example after the deadline), `service-unavailable`, `signature-invalid` …
 */
export async function object(
  center: TrustCenter,
  { request = newRequestName(), ...objection }: Objection,
  http: HttpOptions = {},
): Promise<FiledObjection> {
  const { version } = center.feed;
  const body = { ...objection, request, feed: { version, sha256: center.head.manifest.files.feed.sha256 } };
  const send = async () => {
    const proof = await prove(center, "objection", http);
    return ask(center, paths.objections, objectionAnswerSchema, http, { ...body, proof });
  };
  const { receipt, timeStamp } = await send().catch((error: TrustCenterError) => {
    // Others of the same network filed meanwhile, or the challenge took too long: a new one asks for what is due now.
    if ((error.evidence as { problem?: Problem }).problem?.code === "proof") return send();
    throw error;
  });
  const content = await verifyReceipt(receipt, center);
  const text = objectionText(body);
  const expected = await sha256Hex(new TextEncoder().encode(text));
  if (content.objection !== expected || content.change !== objection.change) {
    throw new TrustCenterError("service-refused", "The receipt is about another objection than the one sent.", {
      expected,
      found: content.objection,
      receipt,
    });
  }
  return { receipt, timeStamp, content, text };
}
