import { standingAnswerSchema, standingRequestSchema } from "@trust-center/sdk";
import { Refusal } from "../http/problem.ts";
import { newestStepReceipt } from "../store/cases.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** A receipt proves that an objection was filed, not whose it is: no text and no name is told, and nothing can be done by it. */
const standing = endpoint({
  method: "POST",
  path: "/objections/standing",
  summary: "Where an objection stands, for whoever holds its receipt",
  who: "anyone",
  body: standingRequestSchema,
  answer: "The receipt of the newest step after it was filed, if there is one",
  gives: standingAnswerSchema,
  refusals: [404, 503],
  handle: async ({ deps: { store }, body: { receipt } }) => {
    const found = await store.read((db) => newestStepReceipt(db, receipt));
    if (!found) throw new Refusal(404, "not-found", "Expected a receipt of an objection that was filed here.");
    return found.step === null ? {} : { step: found.step };
  },
});

export const standingEndpoints: readonly Declared[] = [standing];
