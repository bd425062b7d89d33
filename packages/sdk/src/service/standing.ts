import { type StepReceipt, TrustCenterError } from "@trust-center/feed";
import type { HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import { verifyStep } from "../receipt/verify.ts";
import { paths, standingAnswerSchema } from "./contract.ts";
import type { FiledObjection } from "./object.ts";
import { ask } from "./request.ts";

/**
 * Asks where a filed objection stands: the newest step after it was filed, by the publisher or the objector, verified. What was
 * written is told by mail alone.
 *
 * @returns undefined where nothing has happened since
 * @throws {TrustCenterError} `service-refused` where the service does not know the receipt, `service-unavailable`,
 *   `signature-invalid` …
 */
export async function standingOf(
  center: TrustCenter,
  { receipt, content }: Pick<FiledObjection, "receipt" | "content">,
  http: HttpOptions = {},
): Promise<StepReceipt | undefined> {
  const { step } = await ask(center, paths.standing, standingAnswerSchema, http, { receipt });
  if (step === undefined) return undefined;
  const found = await verifyStep(step, center);
  const own = Date.parse(content.filed);
  // Of several by one address a step names the first, which was filed no later than this one; it was taken no earlier.
  const fits = Date.parse(found.filed) <= own && own <= Date.parse(found.at);
  if (found.change === content.change && fits) return found;
  throw new TrustCenterError("service-refused", "The receipt is about another objection than the one asked for.", {
    expected: content.change,
    found: found.change,
  });
}
