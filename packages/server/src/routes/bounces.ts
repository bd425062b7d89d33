import type { Context } from "hono";
import { object, optional, regex, string } from "zod/mini";
import { type BounceReport, readMessage, readNotification, reportLimit } from "../bounces/report.ts";
import { deliveryOf } from "../bounces/return-path.ts";
import { readBytes, readJson } from "../http/body.ts";
import { type BouncedNotice, recordBounce } from "../store/bounces.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** What a webhook says: which mail came back, and why (RFC 3463). */
export const bounceSchema = object({
  messageId: string().check(regex(/^<[^<>\s]{1,400}>$/)),
  status: optional(string().check(regex(/^[245]\.\d{1,3}\.\d{1,3}$/))),
});

/** What was made of a report. */
type Outcome = "recorded" | "not-final" | "unknown-mail";

/** `POST bounces`: a mail came back. A delivery status notification as it came (`message/rfc822`), or JSON. */
export const bouncesRoute = (deps: AppDeps) => async (context: Context) => {
  requireToken(context, deps.operatorToken);
  const outcome = await record(deps, await readReport(context.req.raw));
  if (outcome === "recorded") deps.log.warn("notice-came-back");
  return context.json({ outcome }, 200, { "cache-control": "no-store" });
};

async function readReport(request: Request): Promise<BounceReport> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/json") return readMessage(await readJson(request, bounceSchema));
  // Any bytes: what servers send back is of any encoding, and its codes and ids are ASCII.
  return readNotification(new TextDecoder("latin1").decode(await readBytes(request, reportLimit)));
}

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
