import { object } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import { evidenceText, makeEvidence } from "../operate/evidence.ts";
import { SettingsError } from "../settings/error.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { changeIdSchema } from "./line.ts";

const evidence = endpoint({
  method: "GET",
  path: "/evidence",
  summary: "Who was told of a change, when, what, and with what outcome: signed, with the roots to verify it by",
  who: "reader",
  // It leaves the service, and holds addresses.
  isNoted: true,
  query: object({ change: changeIdSchema }),
  answer: "For `trust-center verify --offline`",
  refusals: [404, 503],
  handle: async ({ deps: { store, receiptSigner: signer }, query: { change } }) => {
    const file = await store.read((db) => makeEvidence(db, { change, signer })).catch(refuseUnsigned);
    if (!file) throw new Refusal(404, "unknown-change", "Expected ?change= to be the id of a change of the feed.");
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    return new Response(evidenceText(file), { headers });
  },
});

export const evidenceEndpoints: readonly Declared[] = [evidence];

/** The root has another receipt key meanwhile. */
export function refuseUnsigned(error: unknown): never {
  if (!(error instanceof SettingsError)) throw error;
  throw new Refusal(503, "unavailable", "The service cannot sign for this feed yet. Try again.", {
    retryAfter: 30,
  });
}
