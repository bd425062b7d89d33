import { randomBytes, randomUUID } from "node:crypto";
import { resolveText, toInstant } from "@trust-center/feed";
import { emailSchema } from "@trust-center/sdk";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { looseObject } from "zod/mini";
import { clientNetwork } from "../http/client.ts";
import { sessionCookie } from "../inbox/address.ts";
import { roleOf } from "../inbox/people.ts";
import { overPage, signInPage } from "../pages/sign-in.ts";
import { emailHash, tokenHash } from "../secret/keyed.ts";
import { noteBegun, noteEnded } from "../store/audit.ts";
import { endSession, openSession, sessionSpan } from "../store/sessions.ts";
import { askForLink, findLink, spendLink } from "../store/sign-ins.ts";
import type { Queries } from "../store/store.ts";
import { second } from "../time.ts";
import { linkToken } from "./access.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { tooMany } from "./limit.ts";

/**
 * Whether the address may sign in shows neither in the answer nor in its time: the same is written either way, and the mail is
 * written, or not, afterwards.
 */
const ask = endpoint({
  method: "POST",
  path: "/inbox/links",
  summary: "Asks for a mail with a link to sign in to the inbox",
  who: "own-page",
  body: looseObject({ email: emailSchema }),
  answer: "Taken in; the same whoever asks",
  status: 202,
  refusals: [429, 503],
  handle: async ({ deps, context, body: { email } }) => {
    const { store, keyed, rates, trustProxy } = deps;
    const id = randomUUID();
    const asking = {
      id,
      email,
      tokenHash: tokenHash(keyed.token("sign-in", id)),
      network: `sign-in ${keyed.hash("network", clientNetwork(context, trustProxy))}`,
      address: `sign-in ${emailHash(keyed, email)}`,
    };
    const wait = await store.write((tx) => askForLink(tx, asking, rates));
    if (wait > 0) throw tooMany(wait);
    deps.onWork();
    return {};
  },
});

/** A page with one button. Mail scanners open links, so it uses nothing up. */
const showSignIn = endpoint({
  method: "GET",
  path: "/inbox/sign-in",
  summary: "The page of a mailed link: one button to sign in; uses nothing up",
  who: "link",
  answer: "HTML",
  answerTypes: ["text/html"],
  also: { 404: "HTML: the link is over" },
  refusals: [],
  handle: async ({ deps, context }) => {
    const found = await deps.store.read((db) => findLink(db, { tokenHash: hashOf(context) }));
    return found ? signInPage(vendorOf(deps)) : overPage(vendorOf(deps));
  },
});

/** Otherwise than by that page's button another site could sign its visitor in as somebody else. */
const signIn = endpoint({
  method: "POST",
  path: "/inbox/sign-in",
  summary: "Spends the link, and opens a session, by a form of that page",
  who: "own-page-link",
  text: { types: ["application/x-www-form-urlencoded"] },
  answer: "To the inbox, with the cookie of a session",
  status: 303,
  answerTypes: [],
  also: { 404: "HTML: the link is over" },
  refusals: [503],
  handle: async ({ deps, context }) => {
    const cookie = await deps.store.write(async (tx) => {
      const email = await spendLink(tx, hashOf(context));
      return email === undefined ? undefined : openedSession(deps, tx, { context, email, by: "link" });
    });
    if (!cookie) return overPage(vendorOf(deps));
    return new Response(null, {
      status: 303,
      headers: {
        location: "./",
        "set-cookie": cookie,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      },
    });
  },
});

/** The way in by mailed links. */
export const linkEndpoints: readonly Declared[] = [ask, showSignIn, signIn];

/** Whom a link or a provider has shown to be the holder of an address. */
interface Shown {
  context: Context;
  email: string;
  by: "link" | "oidc";
}

/** Opens a session, and notes it. Gives its cookie; undefined where the address may not sign in. */
export async function openedSession(
  { people }: AppDeps,
  tx: Queries,
  { context, email, by }: Shown,
): Promise<string | undefined> {
  const role = roleOf(people, email);
  if (role === undefined) return undefined;
  const token = randomBytes(32).toString("base64url");
  const before = getCookie(context, sessionCookie);
  await openSession(tx, { tokenHash: tokenHash(token), email, before: before && tokenHash(before) });
  const seq = await noteBegun(tx, { name: email, role, action: "POST /inbox/sign-in", about: by });
  await noteEnded(tx, seq, 200);
  return cookieOf(token, sessionSpan / second);
}

/** Seen by no script, and sent along with requests of the inbox's own pages alone. */
const cookieOf = (token: string, seconds: number) =>
  `${sessionCookie}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${seconds}`;

const hashOf = (context: Context) => tokenHash(linkToken(context));

/** What the inbox calls whose it is. */
export const vendorOf = ({ feed, publicAddress }: AppDeps) =>
  resolveText(feed()?.feed.publisher.name, ["en"]).value || new URL(publicAddress).hostname;

const session = endpoint({
  method: "GET",
  path: "/inbox/session",
  summary: "Who is signed in, as what and until when; whose inbox it is",
  who: "reader",
  answer: "`email`, `role`, `until`, `vendor`, `now`",
  refusals: [],
  handle: async ({ deps, caller: { email, role, until } }) => ({
    ...(email !== undefined && { email }),
    role,
    ...(until !== undefined && { until: toInstant(until) }),
    vendor: vendorOf(deps),
    now: toInstant(await deps.store.now()),
  }),
});

const signOut = endpoint({
  method: "POST",
  path: "/inbox/sign-out",
  summary: "Ends the session",
  who: "reader",
  body: looseObject({}),
  answer: "Ended",
  refusals: [],
  handle: async ({ deps, context }) => {
    const token = getCookie(context, sessionCookie);
    if (token !== undefined) await deps.store.write((tx) => endSession(tx, tokenHash(token)));
    const headers = { "set-cookie": cookieOf("", 0), "cache-control": "no-store", "content-type": "application/json" };
    return new Response("{}", { headers });
  },
});

export const sessionEndpoints: readonly Declared[] = [session, signOut];
