import type { Context } from "hono";
import { Refusal } from "../http/problem.ts";
import { inboxPage, inboxScriptResponse, readInboxScript } from "../pages/inbox.ts";
import type { AppDeps } from "./deps.ts";
import { vendorOf } from "./sign-in.ts";

/** `GET inbox/` and the script that it names. Neither holds anything of anybody's: that comes by the API, to who signed in. */
export function inboxPageRoutes(deps: AppDeps) {
  let read: ReturnType<typeof readInboxScript> | undefined;
  const script = () => {
    read ??= readInboxScript(deps.inboxScript);
    read.catch(() => (read = undefined));
    return read;
  };
  const provider = deps.oidc && new URL(deps.oidc.issuer).host;
  return {
    page: async () => inboxPage(vendorOf(deps), await script(), provider),
    script: async (context: Context) => {
      const found = await script();
      if (context.req.param("script") === found.name) return inboxScriptResponse(found);
      throw new Refusal(404, "not-found", "Expected the script that the page names.");
    },
  };
}
