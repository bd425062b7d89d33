import { subscriptionRequestSchema, type Wish } from "@trust-center/sdk";
import { clientNetwork } from "../http/client.ts";
import { Refusal } from "../http/problem.ts";
import { checkProof } from "../proof/challenge.ts";
import { type Asking, takeIn } from "../store/intake.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { proofRefusal, tooMany } from "./limit.ts";

/** Undefined where everything is wished for. */
const wishOf = ({ topics, services }: Wish): Wish | undefined =>
  topics || services ? { ...(topics && { topics }), ...(services && { services }) } : undefined;

/** Whatever the address is to the service, the same work is done and the same answer given. */
export function subscribeEndpoints({ store, keyed, rates, trustProxy }: AppDeps): readonly Declared[] {
  const take = store.batch((tx, asking: readonly Asking[]) => takeIn(tx, asking, rates.subscriptionsPerNetwork));
  const subscribe = endpoint({
    method: "POST",
    path: "/subscriptions",
    summary: "Asks for notices by e-mail",
    who: "anyone",
    // Whoever subscribed before the feed was verified once would miss what was published in between.
    ready: ({ feed }) => {
      if (!feed()) throw new Refusal(503, "unavailable", "The service has not verified its feed yet. Try again.");
    },
    body: subscriptionRequestSchema,
    answer: "Taken in; the same whatever the address is to the service",
    status: 202,
    refusals: [403, 429, 503],
    handle: async ({ deps, context, body: { email, language, topics, services, proof } }) => {
      const checked = await checkProof(keyed, { proof, purpose: "subscription" });
      const network = `subscription ${keyed.hash("network", clientNetwork(context, trustProxy))}`;
      const taking = await take({ email, language, wish: wishOf({ topics, services }), proof: checked, network });
      if (taking.refused === "rate") throw tooMany(taking.wait);
      if (taking.refused) throw proofRefusal(taking.refused);
      deps.onWork();
      return {};
    },
  });
  return [subscribe];
}
