import { challengeSchema } from "@trust-center/sdk";
import { enum as enumeration, looseObject } from "zod/mini";
import { costAfter, makeChallenge, proofPurposes } from "../proof/challenge.ts";
import { counted } from "../store/rates.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { objectionsFrom } from "./limit.ts";

const challenge = endpoint({
  method: "GET",
  path: "/challenge",
  summary: "A proof of work to solve (ALTCHA), for one action, once, within ten minutes",
  who: "anyone",
  query: looseObject({ for: enumeration(proofPurposes, proofPurposes.join(" | ")) }),
  expectedQuery: `Expected ?for= to be one of: ${proofPurposes.join(", ")}.`,
  answer: "The challenge",
  gives: challengeSchema,
  refusals: [],
  handle: async ({ deps, context, query: { for: purpose } }) => {
    const { store, keyed, rates } = deps;
    const now = await store.now();
    const network = objectionsFrom(deps, context);
    const sent = purpose === "objection" ? await store.read((db) => counted(db, network, now)) : 0;
    const cost = costAfter(sent, rates.objectionsPerNetwork.most);
    return makeChallenge(keyed, { purpose, now, cost });
  },
});

export const challengeEndpoints: readonly Declared[] = [challenge];
