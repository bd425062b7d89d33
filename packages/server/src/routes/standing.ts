import { standingRequestSchema } from "@trust-center/sdk";
import type { Context } from "hono";
import { readJson } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { newestStepReceipt } from "../store/cases.ts";
import type { AppDeps } from "./deps.ts";

/**
 * `POST objections/standing`: where an objection stands, for whoever holds its receipt. That proves that it was filed, not
 * whose it is: no text and no name is told, and nothing can be done by it.
 */
export const standingRoute =
  ({ store }: AppDeps) =>
  async (context: Context) => {
    const { receipt } = await readJson(context.req.raw, standingRequestSchema);
    const found = await store.read((db) => newestStepReceipt(db, receipt));
    if (!found) throw new Refusal(404, "not-found", "Expected a receipt of an objection that was filed here.");
    return context.json(found.step === null ? {} : { step: found.step }, 200, { "cache-control": "no-store" });
  };
