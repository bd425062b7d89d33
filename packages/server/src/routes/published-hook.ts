import type { Context } from "hono";
import { readBody } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { hasToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** `POST hooks/published`: looks at the feed now. What the body says is not believed, so it is not read for meaning. */
export const publishedHook = (deps: AppDeps) => async (context: Context) => {
  if (!hasToken(context, deps.hookToken)) {
    throw new Refusal(401, "unauthorised", "Expected the hook's bearer token.", {
      headers: { "www-authenticate": "Bearer" },
    });
  }
  await readBody(context.req.raw);
  void deps.checkFeed();
  return context.json({}, 202, { "cache-control": "no-store" });
};
