import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { tokenHash } from "../secret/keyed.ts";

/** Whether a request bears a token (RFC 6750 §2.1). Hashes are of one length, and tell nothing by the time they take. */
export function hasToken(context: Context, token: string): boolean {
  const given = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(token)));
}
