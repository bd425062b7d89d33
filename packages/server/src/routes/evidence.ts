import type { Context } from "hono";
import { Refusal } from "../http/problem.ts";
import { evidenceText, makeEvidence } from "../operate/evidence.ts";
import { SettingsError } from "../settings/error.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** `GET evidence?change=ID`: who was told of a change, when, what, and with what outcome, signed. */
export const evidenceRoute =
  ({ store, operatorToken, receiptSigner }: AppDeps) =>
  async (context: Context) => {
    requireToken(context, operatorToken);
    const change = context.req.query("change") ?? "";
    const file = await store.read((db) => makeEvidence(db, { change, signer: receiptSigner })).catch(refuseUnsigned);
    if (!file) throw new Refusal(404, "unknown-change", "Expected ?change= to be the id of a change of the feed.");
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    return context.body(evidenceText(file), 200, headers);
  };

/** The root has another receipt key meanwhile. */
export function refuseUnsigned(error: unknown): never {
  if (!(error instanceof SettingsError)) throw error;
  throw new Refusal(503, "unavailable", "The service cannot sign for this feed yet. Try again.", {
    retryAfter: 30,
  });
}
