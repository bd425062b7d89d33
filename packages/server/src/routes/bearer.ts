import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { Refusal } from "../http/problem.ts";
import { tokenHash } from "../secret/keyed.ts";

/** Whether a request bears a token (RFC 6750 §2.1). Hashes are of one length, and tell nothing by the time they take. */
export function hasToken(context: Context, token: string): boolean {
  const given = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(token)));
}

/** @throws {Refusal} 401 for who does not bear the token */
export function requireToken(context: Context, token: string): void {
  if (hasToken(context, token)) return;
  throw new Refusal(401, "unauthorised", "Expected the bearer token of this address.", {
    headers: { "www-authenticate": "Bearer" },
  });
}
