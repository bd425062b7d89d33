import type { Context, Handler } from "hono";
import { toJSONSchema, type ZodMiniType } from "zod/mini";
import { problemsIn, readBytes, readJson, requireType } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { sessionCookie } from "../inbox/address.ts";
import type { Role } from "../inbox/people.ts";
import { describeError } from "../log/logger.ts";
import { noteBegun, noteEnded } from "../store/audit.ts";
import { type Caller, callerName, requireCaller } from "./caller.ts";
import type { AppDeps } from "./deps.ts";
import type { Look } from "./health.ts";

/** What stands behind an address. */
export interface EndpointDeps extends AppDeps {
  look: Look;
}

/** What a request was checked to hold. */
export interface Given<Query, Body> {
  context: Context;
  deps: EndpointDeps;
  caller: Caller;
  /** The part of the path that `{id}` stands for. */
  id: string;
  query: Query;
  body: Body;
  /** Of a body that is no JSON. */
  file: Uint8Array;
}

/** An address of the operator's and the privacy team's: one declaration that routes, checks, notes and describes. */
export interface Declared<Query = unknown, Body = unknown> {
  method: "GET" | "POST";
  /** Below the service's address; `{id}` stands for one part of it. */
  path: string;
  summary: string;
  /** What a session's holder must be at least. The operator's token is enough for all. */
  role: Role;
  /** Whether it stands in the audit trail. Default: whatever is no `GET`. */
  isNoted?: boolean;
  query?: ZodMiniType<Query>;
  body?: ZodMiniType<Body>;
  /** A body that is no JSON: its type, and its bytes at most. */
  file?: { type: string; most: number };
  /** What it answers with 200. */
  answer: string;
  /** Its types. Default: JSON. */
  answerTypes?: readonly string[];
  /** Statuses beside those of every address. */
  refusals: readonly number[];
  handle(given: Given<Query, Body>): Promise<object>;
}

/** Keeps the types of one declaration's schemas together. */
export const endpoint = <Query, Body>(declared: Declared<Query, Body>): Declared => declared as unknown as Declared;

/** What answers at the address: for who may, what its schemas take. */
export const handlerOf =
  (deps: EndpointDeps, declared: Declared): Handler =>
  async (context) => {
    const { query, body, file, role, handle } = declared;
    const caller = await requireCaller(deps, context, role);
    const request = context.req.raw;
    // No id has one, and nothing that is searched for: a database that is asked for it fails.
    if (/%00/.test(request.url)) throw new Refusal(422, "invalid", "Expected an address without null characters.");
    if (file) requireType(request, file.type);
    const given = {
      query: query && checkQuery(query, context.req.query()),
      body: body && (await readJson(request, body)),
      file: file ? await readBytes(request, file.most) : new Uint8Array(),
    };
    const id = context.req.param("id") ?? "";
    const answer = await noted(deps, { declared, caller, about: aboutOf(id, given.query, given.body) }, () =>
      handle({ context, deps, caller, id, ...given }),
    );
    return answer instanceof Response ? answer : context.json(answer, 200, { "cache-control": "no-store" });
  };

interface Doing {
  declared: Declared;
  caller: Caller;
  about: string;
}

/** Does what is asked, between two notes of it in the audit trail. */
async function noted<T>(
  { store, log }: AppDeps,
  { declared, caller, about }: Doing,
  act: () => Promise<T>,
): Promise<T> {
  const { method, path, isNoted = method !== "GET" } = declared;
  if (!isNoted) return act();
  const line = { name: callerName(caller), role: caller.role, action: `${method} ${path}`, about };
  const seq = await store.write((tx) => noteBegun(tx, line));
  const end = (status: number) => store.write((tx) => noteEnded(tx, seq, status));
  const acting = act();
  const status = await acting.then(
    () => 200,
    (error: unknown) => (error instanceof Refusal ? error.problem.status : 500),
  );
  // What was done is done: a line without its outcome says that it was begun.
  await end(status).catch((error: unknown) => log.error("audit-error", describeError(error)));
  return acting;
}

/** Which objection, change or customer it was about: no word of what was written, which may have to be erased. */
function aboutOf(id: string, query: unknown, body: unknown): string {
  const named = { ...(query as object), ...(body as object) } as Record<string, unknown>;
  const found = [id, named.change, named.outcome].filter((one) => typeof one === "string" && one !== "");
  return found.join(" ").slice(0, 300);
}

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

/** How OpenAPI says what is enough for {@link requireCaller}. */
export const security = [{ operator: [] }, { token: [] }, { session: [] }];

export const sessionScheme = { type: "apiKey", in: "cookie", name: sessionCookie };

/** The operation as OpenAPI describes it. */
export function operationOf(declared: Declared, refusals: (...codes: number[]) => object): object {
  const { path, summary, role, query, body, file, answer, answerTypes = ["application/json"] } = declared;
  const { properties = {}, required = [] } = query ? (schemaOf(query) as ObjectSchema) : {};
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: text })),
    ...Object.entries(properties).map(([name, schema]) => {
      return { name, in: "query", required: required.includes(name), schema };
    }),
  ];
  const taken = body ? { "application/json": { schema: schemaOf(body) } } : file && { [file.type]: { schema: text } };
  const expected = [401, 403, ...(query || body ? [422] : []), ...(taken ? [413, 415] : []), ...(body ? [400] : [])];
  return {
    summary,
    description: `Role: ${role}, or who may more.`,
    security,
    ...(parameters.length > 0 && { parameters }),
    ...(taken && { requestBody: { required: true, content: taken } }),
    responses: {
      200: { description: answer, content: Object.fromEntries(answerTypes.map((type) => [type, {}])) },
      ...refusals(...new Set([...expected, ...declared.refusals].toSorted())),
    },
  };
}

const text = { type: "string" };

/** A schema of zod as JSON Schema 2020-12, which OpenAPI 3.1 takes. */
export function schemaOf(schema: ZodMiniType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
