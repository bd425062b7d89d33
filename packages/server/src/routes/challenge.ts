import type { Context } from "hono";
import { Refusal } from "../http/problem.ts";
import { makeChallenge, proofPurposes } from "../proof/challenge.ts";
import { clock } from "../store/open.ts";
import type { AppDeps } from "./deps.ts";

/** `GET challenge?for=…` */
export const challengeRoute = (deps: AppDeps) => async (context: Context) => {
  const purpose = proofPurposes.find((purpose) => purpose === context.req.query("for"));
  if (!purpose) {
    throw new Refusal(422, "invalid", `Expected ?for= to be one of: ${proofPurposes.join(", ")}.`, {
      errors: { for: proofPurposes.join(" | ") },
    });
  }
  const challenge = await makeChallenge(deps.keyed.challenges, purpose, await clock(deps.store.db));
  return context.json(challenge, 200, { "cache-control": "no-store" });
};
