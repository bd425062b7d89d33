import { subscriptionRequestSchema } from "@trust-center/sdk";
import type { Context } from "hono";
import { readJson } from "../http/body.ts";
import { clientNetwork } from "../http/client.ts";
import { Refusal } from "../http/problem.ts";
import { checkProof } from "../proof/challenge.ts";
import { takeIn } from "../store/intake.ts";
import { useProof } from "../store/proofs.ts";
import { clock } from "../store/query.ts";
import type { AppDeps } from "./deps.ts";
import { limit } from "./limit.ts";

/** `POST subscriptions`: whatever the address is to the service, the same work is done and the same answer given. */
export const subscribeRoute = (deps: AppDeps) => async (context: Context) => {
  const { store, keyed, rates, trustProxy } = deps;
  // Whoever subscribed before the feed was verified once would miss what was published in between.
  if (!deps.feed()) throw new Refusal(503, "unavailable", "The service has not verified its feed yet. Try again.");
  const { email, language, proof } = await readJson(context.req.raw, subscriptionRequestSchema);
  const checked = await checkProof(keyed, { proof, purpose: "subscription" });
  const network = keyed.hash("network", clientNetwork(context, trustProxy));
  await store.write(async (tx) => {
    const now = await clock(tx);
    await limit(tx, `subscription ${network}`, rates.subscriptionsPerNetwork, now);
    await useProof(tx, checked, now);
    await takeIn(tx, { email, language }, now);
  });
  deps.onWork();
  return context.json({}, 202, { "cache-control": "no-store" });
};
