import type { Context, Handler } from "hono";
import { toJSONSchema, type ZodMiniType } from "zod/mini";
import { problemsIn, readJson } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

/** What a request was checked to hold. */
export interface Given<Query, Body> {
  context: Context;
  deps: AppDeps;
  /** The part of the path that `{id}` stands for. */
  id: string;
  query: Query;
  body: Body;
}

/** An address of the operator's: one declaration that routes, checks and describes. */
export interface Declared<Query = unknown, Body = unknown> {
  method: "GET" | "POST";
  /** Below the service's address; `{id}` stands for one part of it. */
  path: string;
  summary: string;
  query?: ZodMiniType<Query>;
  body?: ZodMiniType<Body>;
  /** What it answers with 200. */
  answer: string;
  /** Statuses beside those of every address. */
  refusals: readonly number[];
  handle(given: Given<Query, Body>): Promise<object>;
}

/** Keeps the types of one declaration's schemas together. */
export const endpoint = <Query, Body>(declared: Declared<Query, Body>): Declared => declared as unknown as Declared;

/** What answers at the address: for who bears the operator's token, what its schemas take. */
export const handlerOf =
  (deps: AppDeps, { query, body, handle }: Declared): Handler =>
  async (context) => {
    requireToken(context, deps.operatorToken);
    const given = {
      query: query && checkQuery(query, context.req.query()),
      body: body && (await readJson(context.req.raw, body)),
    };
    const answer = await handle({ context, deps, id: context.req.param("id") ?? "", ...given });
    return context.json(answer, 200, { "cache-control": "no-store" });
  };

function checkQuery(schema: ZodMiniType, given: Record<string, string>): unknown {
  const result = schema.safeParse(given, { jitless: true });
  if (result.success) return result.data;
  const errors = problemsIn(result.error);
  throw new Refusal(422, "invalid", `Expected other values of: ${Object.keys(errors).join(", ")}.`, { errors });
}

/** As Hono writes a path. */
export const routeOf = ({ path }: Declared): string => path.replace(/\{(\w+)\}/g, ":$1");

interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

/** The operation as OpenAPI describes it. */
export function operationOf(
  { path, summary, query, body, answer, refusals: statuses }: Declared,
  refusals: (...codes: number[]) => object,
): object {
  const { properties = {}, required = [] } = query ? (schemaOf(query) as ObjectSchema) : {};
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: text })),
    ...Object.entries(properties).map(([name, schema]) => {
      return { name, in: "query", required: required.includes(name), schema };
    }),
  ];
  const expected = [401, ...(query || body ? [422] : []), ...(body ? [400, 413, 415] : []), ...statuses];
  return {
    summary,
    security: [{ operator: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: true, content: { "application/json": { schema: schemaOf(body) } } } }),
    responses: {
      200: { description: answer, content: { "application/json": {} } },
      ...refusals(...expected.toSorted()),
    },
  };
}

const text = { type: "string" };

/** A schema of zod as JSON Schema 2020-12, which OpenAPI 3.1 takes. */
export function schemaOf(schema: ZodMiniType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
