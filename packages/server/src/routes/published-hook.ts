import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { readBody } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { tokenHash } from "../secret/keyed.ts";
import type { AppDeps } from "./deps.ts";

/** `POST hooks/published`: looks at the feed now. What the body says is not believed, so it is not read for meaning. */
export const publishedHook = (deps: AppDeps) => async (context: Context) => {
  const given = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  // Hashes are of one length and tell nothing of the token by the time they take.
  if (!timingSafeEqual(Buffer.from(tokenHash(given)), Buffer.from(tokenHash(deps.hookToken)))) {
    throw new Refusal(401, "unauthorised", "Expected the hook's bearer token.", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  await readBody(context.req.raw);
  void deps.checkFeed();
  return context.json({}, 202, { "cache-control": "no-store" });
};
