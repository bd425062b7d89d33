import { subscriptionRequestSchema, type Wish } from "@trust-center/sdk";
import type { Context } from "hono";
import { readJson } from "../http/body.ts";
import { clientNetwork } from "../http/client.ts";
import { Refusal } from "../http/problem.ts";
import { checkProof } from "../proof/challenge.ts";
import { type Asking, takeIn } from "../store/intake.ts";
import type { AppDeps } from "./deps.ts";
import { proofRefusal, tooMany } from "./limit.ts";

/** Undefined where everything is wished for. */
const wishOf = ({ topics, services }: Wish): Wish | undefined =>
  topics || services ? { ...(topics && { topics }), ...(services && { services }) } : undefined;

/** `POST subscriptions`: whatever the address is to the service, the same work is done and the same answer given. */
export function subscribeRoute(deps: AppDeps) {
  const { store, keyed, rates, trustProxy } = deps;
  const take = store.batch((tx, asking: readonly Asking[]) => takeIn(tx, asking, rates.subscriptionsPerNetwork));
  return async (context: Context) => {
    // Whoever subscribed before the feed was verified once would miss what was published in between.
    if (!deps.feed()) throw new Refusal(503, "unavailable", "The service has not verified its feed yet. Try again.");
    const { email, language, topics, services, proof } = await readJson(context.req.raw, subscriptionRequestSchema);
    const checked = await checkProof(keyed, { proof, purpose: "subscription" });
    const network = `subscription ${keyed.hash("network", clientNetwork(context, trustProxy))}`;
    const taking = await take({ email, language, wish: wishOf({ topics, services }), proof: checked, network });
    if (taking.refused === "rate") throw tooMany(taking.wait);
    if (taking.refused) throw proofRefusal(taking.refused);
    deps.onWork();
    return context.json({}, 202, { "cache-control": "no-store" });
  };
}
