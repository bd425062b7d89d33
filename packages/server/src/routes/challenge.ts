import type { Context } from "hono";
import { Refusal } from "../http/problem.ts";
import { costAfter, makeChallenge, proofPurposes } from "../proof/challenge.ts";
import { counted } from "../store/rates.ts";
import type { AppDeps } from "./deps.ts";
import { objectionsFrom } from "./limit.ts";

/** `GET challenge?for=…` */
export const challengeRoute = (deps: AppDeps) => async (context: Context) => {
  const purpose = proofPurposes.find((purpose) => purpose === context.req.query("for"));
  if (!purpose) {
    throw new Refusal(422, "invalid", `Expected ?for= to be one of: ${proofPurposes.join(", ")}.`, {
      errors: { for: proofPurposes.join(" | ") },
    });
  }
  const { store, keyed, rates } = deps;
  const now = await store.now();
  const network = objectionsFrom(deps, context);
  const sent = purpose === "objection" ? await store.read((db) => counted(db, network, now)) : 0;
  const cost = costAfter(sent, rates.objectionsPerNetwork.most);
  const challenge = await makeChallenge(keyed, { purpose, now, cost });
  return context.json(challenge, 200, { "cache-control": "no-store" });
};
