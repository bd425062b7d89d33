import type { Context } from "hono";
import { requireOwnPage } from "../http/own-page.ts";
import { type Role, roles } from "../inbox/people.ts";
import { requireToken } from "./bearer.ts";
import { type Caller, requireCaller } from "./caller.ts";
import type { AppDeps } from "./deps.ts";

/** Whom an address is for. */
interface Way {
  /** How OpenAPI says it; absent: whoever asks. */
  security?: readonly Record<string, readonly string[]>[];
  /** Statuses with which others are refused. */
  refusals: readonly number[];
  /** @throws {Refusal} for others */
  admit(deps: AppDeps, context: Context): void;
}

const bearer = (name: string, tokenIn: (deps: AppDeps) => string): Way => ({
  security: [{ [name]: [] }],
  refusals: [401],
  admit: (deps, context) => requireToken(context, tokenIn(deps)),
});

const ownPage: Way = {
  refusals: [403],
  admit: ({ inboxAddress }, { req }) => requireOwnPage(req.raw, new URL(inboxAddress).origin),
};

const ways = {
  /** Whoever asks. */
  anyone: { refusals: [], admit: () => {} },
  /** Whoever has the link of a mail: `?token=`, which the address itself looks up. */
  link: { refusals: [], admit: () => {} },
  /** The inbox's own page, whoever looks at it. */
  "own-page": ownPage,
  /** The page of a mailed link. */
  "own-page-link": ownPage,
  hook: bearer("hook", ({ hookToken }) => hookToken),
  health: bearer("health", ({ healthToken }) => healthToken),
  operator: bearer("operator", ({ operatorToken }) => operatorToken),
} satisfies Record<string, Way>;

/** Whom an address is for: who signed in as at least so much (the operator's token is enough for all), or another. */
export type Access = Role | keyof typeof ways;

/** @returns who signed in or bears a program's token; undefined where an address asks for neither */
export async function admit(deps: AppDeps, context: Context, who: Access): Promise<Caller | undefined> {
  if (isRole(who)) return requireCaller(deps, context, who);
  ways[who].admit(deps, context);
  return undefined;
}

export const isRole = (who: Access): who is Role => roles.some((role) => role === who);

/** How OpenAPI says whom an address is for, and with what others are refused. */
export const accessOf = (who: Access): Omit<Way, "admit"> =>
  isRole(who) ? { security: [{ operator: [] }, { token: [] }, { session: [] }], refusals: [401, 403] } : ways[who];

/** Whether `?token=` says who asks. */
export const isByLink = (who: Access): boolean => who === "link" || who === "own-page-link";

/** The token of a link: none is longer. */
export const linkToken = (context: Context): string => (context.req.query("token") ?? "").slice(0, 200);
