import type { Context } from "hono";
import { readBody } from "../http/body.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** `POST hooks/published`: looks at the feed now. What the body says is not believed, so it is not read for meaning. */
export const publishedHook = (deps: AppDeps) => async (context: Context) => {
  requireToken(context, deps.hookToken);
  await readBody(context.req.raw);
  void deps.checkFeed();
  return context.json({}, 202, { "cache-control": "no-store" });
};
