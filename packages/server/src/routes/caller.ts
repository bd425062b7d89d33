import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { requireOwnPage } from "../http/own-page.ts";
import { Refusal } from "../http/problem.ts";
import { sessionCookie } from "../inbox/address.ts";
import { isEnough, type Role, roleOf } from "../inbox/people.ts";
import { tokenHash } from "../secret/keyed.ts";
import { findSession } from "../store/sessions.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** Who asks: a program that bears the operator's token, or somebody who signed in. */
export interface Caller {
  /** The address that signed in; absent for the operator's token. */
  email?: string;
  role: Role;
  /** Until when, milliseconds since 1970. */
  until?: number;
}

/** How a caller is called in trails. */
export const callerName = ({ email }: Caller): string => email ?? "API";

/**
 * Who asks, where that is enough for what is asked. What somebody may do stands in the settings, and is looked up each time: a
 * session holds an address alone.
 *
 * @throws {Refusal} 401 where nobody is known, 403 where a role is not enough or another site's page asks
 */
export async function requireCaller(deps: AppDeps, context: Context, role: Role): Promise<Caller> {
  const { store, operatorToken, people, inboxAddress } = deps;
  const session = context.req.header("authorization") === undefined ? getCookie(context, sessionCookie) : undefined;
  if (session === undefined) {
    requireToken(context, operatorToken);
    return { role: "admin" };
  }
  requireOwnPage(context.req.raw, new URL(inboxAddress).origin);
  const found = await store.read((db) => findSession(db, tokenHash(session.slice(0, 200))));
  const has = found && roleOf(people, found.email);
  if (!found || !has) throw new Refusal(401, "unauthorised", "Expected a session that holds. Sign in again.");
  if (isEnough(has, role)) return { email: found.email, role: has, until: Number(found.expires_at) };
  throw new Refusal(403, "forbidden", `Expected the role ${role}, found ${has}.`, { expected: role, found: has });
}
