import { looseObject } from "zod/mini";
import type { HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import { paths, type SubscriptionRequest } from "./contract.ts";
import { prove } from "./proof.ts";
import { ask } from "./request.ts";

/**
 * Asks for notices by e-mail. The address gets one mail with a link to confirm; nothing else until then. The answer is
 * the same whether the address was known or not.
 *
 * @throws {TrustCenterError}
 */
export async function subscribe(
  center: TrustCenter,
  request: Pick<SubscriptionRequest, "email" | "language" | "topics" | "services">,
  http: HttpOptions = {},
): Promise<void> {
  const proof = await prove(center, "subscription", http);
  await ask(center, paths.subscriptions, looseObject({}), http, { ...request, proof });
}
