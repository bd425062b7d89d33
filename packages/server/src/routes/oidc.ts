import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { clientNetwork } from "../http/client.ts";
import { inboxPath, oidcPath } from "../inbox/address.ts";
import { createOidcClient, OidcError, type OidcSettings } from "../inbox/oidc.ts";
import { notInPage } from "../pages/sign-in.ts";
import { clock } from "../store/query.ts";
import { countOne } from "../store/rates.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { tooMany } from "./limit.ts";
import { openedSession, vendorOf } from "./sign-in.ts";

/** Binds an attempt to its browser. `Lax`: the provider's page sends the browser back with it. */
const flowCookie = "__Host-trust-center-sign-in";

/** Seconds in which somebody signs in there. */
const flowSpan = 600;

const cookieOf = (flow: string, seconds: number) =>
  `${flowCookie}=${flow}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;

/** The way in by a provider, which leads back to its callback: there a session is opened. */
export function oidcEndpoints(deps: AppDeps, settings: OidcSettings): readonly Declared[] {
  const { store, keyed, rates, trustProxy, log, inboxAddress } = deps;
  const client = createOidcClient(settings, keyed, `${inboxAddress}${oidcPath}`);
  /** Each may ask something of the provider. */
  const count = async (context: Context) => {
    const network = `oidc ${keyed.hash("network", clientNetwork(context, trustProxy))}`;
    const wait = await store.write(async (tx) => countOne(tx, network, rates.signInsPerNetwork, await clock(tx)));
    if (wait > 0) throw tooMany(wait);
  };
  const notIn = (error: unknown) => {
    if (!(error instanceof OidcError)) throw error;
    log.warn("oidc-refused", { code: error.code });
    const isDown = error.code === "unreachable";
    return notInPage(vendorOf(deps), isDown ? "down" : "refused");
  };
  const leads = { method: "GET", who: "anyone", status: 303, answerTypes: [], refusals: [429, 503] } as const;
  const also = { 403: "HTML: nobody was signed in", 503: "HTML: the provider cannot be reached" };
  const begin = endpoint({
    ...leads,
    also,
    path: "/inbox/oidc",
    summary: "Begins to sign in by the provider",
    answer: "To the provider, with the cookie of this attempt",
    handle: async ({ context }) => {
      await count(context);
      const flow = randomBytes(32).toString("base64url");
      try {
        return redirect((await client.begin(flow)).href, [cookieOf(flow, flowSpan)]);
      } catch (error) {
        return notIn(error);
      }
    },
  });
  const end = endpoint({
    ...leads,
    also,
    path: `/${inboxPath}${oidcPath}`,
    summary: "Where the provider sends the browser back to: opens a session",
    answer: "To the inbox, with the cookie of a session",
    handle: async ({ context }) => {
      await count(context);
      const flow = getCookie(context, flowCookie);
      try {
        if (flow === undefined) throw new OidcError("no-attempt");
        const email = await client.end(flow, new URL(context.req.url).search);
        const opened = await store.write((tx) => openedSession(deps, tx, { context, email, by: "oidc" }));
        if (!opened) throw new OidcError("not-among-people");
        return redirect("../", [opened, cookieOf("", 0)]);
      } catch (error) {
        return notIn(error);
      }
    },
  });
  return [begin, end];
}

function redirect(location: string, cookies: readonly string[]): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
