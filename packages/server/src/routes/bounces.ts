import { object, optional, regex, string } from "zod/mini";
import { type BounceReport, readMessage, readNotification, reportLimit } from "../bounces/report.ts";
import { deliveryOf } from "../bounces/return-path.ts";
import { type BouncedNotice, recordBounce } from "../store/bounces.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** What a webhook says: which mail came back, and why (RFC 3463). */
export const bounceSchema = object({
  messageId: string().check(regex(/^<[^<>\s]{1,400}>$/)),
  status: optional(string().check(regex(/^[245]\.\d{1,3}\.\d{1,3}$/))),
});

/** What was made of a report. */
type Outcome = "recorded" | "not-final" | "unknown-mail";

const came = endpoint({
  method: "POST",
  path: "/bounces",
  summary: "A notice came back: a delivery status notification as it came (RFC 3464), or its Message-ID and status",
  who: "operator",
  body: bounceSchema,
  file: { types: ["message/rfc822"], most: reportLimit },
  answer: "What was made of it",
  refusals: [503],
  handle: async ({ deps, body, file }) => {
    // Any bytes: what servers send back is of any encoding, and its codes and ids are ASCII.
    const report = body ? readMessage(body) : readNotification(new TextDecoder("latin1").decode(file));
    const outcome = await record(deps, report);
    if (outcome === "recorded") deps.log.warn("notice-came-back");
    return { outcome };
  },
});

export const bounceEndpoints: readonly Declared[] = [came];

async function record(deps: AppDeps, { returned, status = "", isFinal, isGone }: BounceReport): Promise<Outcome> {
  if (!returned) return "unknown-mail";
  if (!isFinal) return "not-final";
  const notice: BouncedNotice | undefined =
    "token" in returned ? named(deliveryOf(deps.keyed, returned.token)) : returned;
  if (!notice) return "unknown-mail";
  const found = await deps.store.write((tx) => recordBounce(tx, notice, { reason: status, gone: isGone }));
  return found ? "recorded" : "unknown-mail";
}

const named = (delivery: string | undefined) => (delivery === undefined ? undefined : { delivery });
