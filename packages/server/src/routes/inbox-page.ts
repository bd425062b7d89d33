import { Refusal } from "../http/problem.ts";
import { inboxPage, inboxScriptResponse, readInboxScript } from "../pages/inbox.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { vendorOf } from "./sign-in.ts";

/** The inbox's page and the script that it names. Neither holds anything of anybody's: that comes by the API, to who signed in. */
export function inboxPages(deps: AppDeps): readonly Declared[] {
  let read: ReturnType<typeof readInboxScript> | undefined;
  const script = () => {
    read ??= readInboxScript(deps.inboxScript);
    read.catch(() => (read = undefined));
    return read;
  };
  const provider = deps.oidc && new URL(deps.oidc.issuer).host;
  return [
    endpoint({
      method: "GET",
      path: "/inbox",
      summary: "Where the inbox is",
      who: "anyone",
      status: 308,
      answer: "To `inbox/`",
      answerTypes: [],
      refusals: [],
      handle: async ({ context }) => context.redirect("inbox/", 308),
    }),
    endpoint({
      method: "GET",
      path: "/inbox/",
      summary: "The inbox's page",
      who: "anyone",
      answer: "HTML",
      answerTypes: ["text/html"],
      refusals: [503],
      handle: async () => inboxPage(vendorOf(deps), await script(), provider),
    }),
    endpoint({
      method: "GET",
      path: "/inbox/{script}",
      summary: "The script that the inbox's page names",
      who: "anyone",
      answer: "The script",
      answerTypes: ["text/javascript"],
      refusals: [404, 503],
      handle: async ({ context }) => {
        const found = await script();
        if (context.req.param("script") === found.name) return inboxScriptResponse(found);
        throw new Refusal(404, "not-found", "Expected the script that the page names.");
      },
    }),
  ];
}
