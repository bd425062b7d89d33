import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { requireOwnPage } from "../http/own-page.ts";
import { Refusal } from "../http/problem.ts";
import { sessionCookie, tokenPrefix } from "../inbox/address.ts";
import { isEnough, type Role, roleOf } from "../inbox/people.ts";
import { tokenHash } from "../secret/keyed.ts";
import { findApiToken } from "../store/api-tokens.ts";
import { findSession } from "../store/sessions.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** Who asks: somebody who signed in, or a program that bears a token. */
export interface Caller {
  /** The address that signed in; absent for a token. */
  email?: string;
  /** The name of a program's token; absent for the operator's. */
  token?: string;
  role: Role;
  /** Until when, milliseconds since 1970. */
  until?: number;
}

/** How a caller is called in the audit trail. */
export const callerName = ({ email, token }: Caller): string =>
  email ?? (token === undefined ? "API" : `token ${token}`);

/** Who takes a step. Whoever signed in is called what it is; a program may say for whom it acts. */
export const actorName = (caller: Caller, by: string | undefined): string => {
  if (caller.email !== undefined || by === undefined) return callerName(caller);
  return caller.token === undefined ? by : `${by} (${callerName(caller)})`;
};

/**
 * Who asks, where that is enough for what is asked. What somebody may do stands in the settings, and is looked up each time: a
 * session holds an address alone.
 *
 * @throws {Refusal} 401 where nobody is known, 403 where a role is not enough or another site's page asks
 */
export async function requireCaller(deps: AppDeps, context: Context, role: Role): Promise<Caller> {
  const { store, people, inboxAddress } = deps;
  const session = context.req.header("authorization") === undefined ? getCookie(context, sessionCookie) : undefined;
  if (session === undefined) {
    return requireBearer(deps, context, role);
  }
  requireOwnPage(context.req.raw, new URL(inboxAddress).origin);
  const found = await store.read((db) => findSession(db, tokenHash(session.slice(0, 200))));
  const has = found && roleOf(people, found.email);
  if (!found || !has) throw new Refusal(401, "unauthorised", "Expected a session that holds. Sign in again.");
  requireRole(has, role);
  return { email: found.email, role: has, until: Number(found.expires_at) };
}

async function requireBearer({ store, operatorToken }: AppDeps, context: Context, role: Role): Promise<Caller> {
  const given = /^Bearer (\S+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
  const found = given.startsWith(tokenPrefix)
    ? await store.read((db) => findApiToken(db, tokenHash(given.slice(0, 200))))
    : undefined;
  if (!found) {
    requireToken(context, operatorToken);
    return { role: "admin" };
  }
  requireRole(found.role, role);
  return { token: found.name, role: found.role, until: Number(found.expires_at) };
}

function requireRole(has: Role, role: Role): void {
  if (isEnough(has, role)) return;
  throw new Refusal(403, "forbidden", `Expected the role ${role}, found ${has}.`, { expected: role, found: has });
}
