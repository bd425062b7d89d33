import { randomBytes, randomUUID } from "node:crypto";
import { toInstant } from "@trust-center/feed";
import { enum as enumeration, gte, int, looseObject, lte } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import { tokenPrefix } from "../inbox/address.ts";
import { roles } from "../inbox/people.ts";
import { tokenHash } from "../secret/keyed.ts";
import { type ApiToken, addApiToken, listApiTokens, removeApiToken } from "../store/api-tokens.ts";
import { day } from "../time.ts";
import { callerName } from "./caller.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { lineSchema } from "./line.ts";

const list = endpoint({
  method: "GET",
  path: "/tokens",
  summary: "Tokens of programs: what each may do, who made it and until when it holds; never a token itself",
  who: "admin",
  answer: "`tokens`",
  refusals: [],
  handle: async ({ deps: { store } }) => ({ tokens: (await store.read(listApiTokens)).map(viewOf) }),
});

const make = endpoint({
  method: "POST",
  path: "/tokens",
  summary: "Makes a token for a program; it is told this once",
  who: "admin",
  body: looseObject({
    name: lineSchema(100),
    role: enumeration(roles),
    /** Days that it holds. */
    days: int().check(gte(1), lte(366)),
  }),
  answer: "The token, with `token` to bear",
  refusals: [503],
  handle: async ({ deps: { store }, caller, body: { name, role, days } }) => {
    const token = `${tokenPrefix}${randomBytes(32).toString("base64url")}`;
    const of = { id: randomUUID(), name, role, token_hash: tokenHash(token), created_by: callerName(caller) };
    const made = await store.write((tx) => addApiToken(tx, { ...of, span: days * day }));
    return { ...viewOf(made), token };
  },
});

const revoke = endpoint({
  method: "POST",
  path: "/tokens/{id}/revoke",
  summary: "Ends a token at once",
  who: "admin",
  body: looseObject({}),
  answer: "Ended",
  refusals: [404, 503],
  handle: async ({ deps: { store }, id }) => {
    if (await store.write((tx) => removeApiToken(tx, id))) return { id };
    throw new Refusal(404, "not-found", "Expected the id of a token, as `GET tokens` lists them.");
  },
});

const viewOf = ({ id, name, role, created_at, created_by, expires_at }: ApiToken) => ({
  ...{ id, name, role, by: created_by },
  made: toInstant(Number(created_at)),
  until: toInstant(Number(expires_at)),
});

export const tokenEndpoints: readonly Declared[] = [list, make, revoke];
