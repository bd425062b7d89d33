import type { Context, Handler } from "hono";
import { toJSONSchema, type ZodMiniType } from "zod/mini";
import { parsing, problemsIn, readBody, readBytes, readJson, requireType, typeOf } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { sessionCookie } from "../inbox/address.ts";
import type { Role } from "../inbox/people.ts";
import { describeError } from "../log/logger.ts";
import { noteBegun, noteEnded } from "../store/audit.ts";
import { type Access, accessOf, admit, isByLink, isRole } from "./access.ts";
import { type Caller, callerName } from "./caller.ts";
import type { AppDeps } from "./deps.ts";
import type { Look } from "./health.ts";

/** What stands behind an address. */
export interface EndpointDeps extends AppDeps {
  look: Look;
}

/** What a request was checked to hold. */
export interface Given<Query, Body, Who> {
  context: Context;
  deps: EndpointDeps;
  caller: Who extends Role ? Caller : undefined;
  /** The part of the path that `{id}` stands for. */
  id: string;
  query: Query;
  body: Body;
  /** Of a body that is text and no JSON. */
  text: string;
  /** Of a body that is neither. */
  file: Uint8Array;
}

/** A body that is no JSON. */
interface Content {
  /** Its types. Where none is named, whatever it is called. */
  types?: readonly string[];
  /** Its bytes at most. Default: {@link bodyLimit}. */
  most?: number;
}

/** An address of the service: one declaration that routes, checks, notes and describes. */
export interface Declared<Query = unknown, Body = unknown, Who extends Access = Access> {
  method: "GET" | "POST";
  /** Below the service's address; `{name}` stands for one part of it. */
  path: string;
  summary: string;
  /** Who may ask. */
  who: Who;
  /** Whose bearer is told more. */
  tellsMore?: "health";
  /** Whether what who signed in does stands in the audit trail. Default: whatever is no `GET`. */
  isNoted?: boolean;
  query?: ZodMiniType<Query>;
  /** What is said where that is otherwise. Default: the names of what is. */
  expectedQuery?: string;
  /** Refuses before a body is read. */
  ready?(deps: EndpointDeps): void;
  /** A body that is JSON. */
  body?: ZodMiniType<Body>;
  text?: Content;
  /** Beside a body that is JSON: what any other type is taken for. Its first type is the one to describe. */
  file?: Content;
  /** What it answers with its status. */
  answer: string;
  /** Default: 200. */
  status?: 200 | 201 | 202 | 303 | 308;
  /** Types of that answer. Default: JSON. */
  answerTypes?: readonly string[];
  /** The schema of one that is JSON. */
  gives?: ZodMiniType;
  /** Answers of other statuses that are no problem documents. */
  also?: Readonly<Record<number, string>>;
  /** Statuses beside those of every address. */
  refusals: readonly number[];
  handle(given: Given<Query, Body, Who>): Promise<object>;
}

/** Keeps the types of one declaration's schemas together. */
export const endpoint = <Query, Body, Who extends Access>(declared: Declared<Query, Body, Who>): Declared =>
  declared as unknown as Declared;

/** What answers at the address: for who may, what its schemas take. */
export const handlerOf =
  (deps: EndpointDeps, declared: Declared): Handler =>
  async (context) => {
    const { query, status = 200, handle } = declared;
    const caller = await admit(deps, context, declared.who);
    const id = context.req.param("id") ?? "";
    // No id has one, and nothing that is searched for: a database that is asked for it fails.
    if ((query || id !== "") && /%00/.test(context.req.url))
      throw new Refusal(422, "invalid", "Expected an address without null characters.");
    declared.ready?.(deps);
    const given = {
      query: query && checkQuery(query, context.req.query(), declared.expectedQuery),
      ...(await readGiven(context, declared)),
    };
    const act = () => handle({ context, deps, caller, id, ...given });
    const doing = caller && { declared, caller, about: aboutOf(id, given.query, given.body) };
    const answer = await (doing ? noted(deps, doing, act) : act());
    return answer instanceof Response ? answer : context.json(answer, status, { "cache-control": "no-store" });
  };

/** The body, as it was declared. */
async function readGiven({ req }: Context, { body, text, file }: Declared) {
  const isJson = body && (!file || typeOf(req.raw) === "application/json");
  const content = text ?? (isJson ? undefined : file);
  if (content?.types && !body) requireType(req.raw, ...content.types);
  return {
    body: isJson ? await readJson(req.raw, body) : undefined,
    text: text ? await readBody(req.raw, text.most) : "",
    file: file && !isJson ? await readBytes(req.raw, file.most) : new Uint8Array(),
  };
}

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

function checkQuery(schema: ZodMiniType, given: Record<string, string>, expected?: string): unknown {
  const result = schema.safeParse(given, parsing);
  if (result.success) return result.data;
  const errors = problemsIn(result.error);
  throw new Refusal(422, "invalid", expected ?? `Expected other values of: ${Object.keys(errors).join(", ")}.`, {
    errors,
  });
}

/** As Hono writes a path. */
export const routeOf = ({ path }: Declared): string => path.replace(/\{(\w+)\}/g, ":$1");

interface ObjectSchema {
  properties?: Record<string, unknown>;
  required?: string[];
}

export const sessionScheme = { type: "apiKey", in: "cookie", name: sessionCookie };

/** How a document names what its operations share. */
export interface Naming {
  schema(schema: ZodMiniType): object;
  refusals(...codes: number[]): object;
}

/** The operation as OpenAPI describes it. */
export function operationOf(declared: Declared, { schema, refusals }: Naming): object {
  const { summary, who, query, answer, status = 200, gives, answerTypes = ["application/json"] } = declared;
  const { security, refusals: notAdmitted } = accessOf(who);
  const [parameters, taken] = [parametersOf(declared), takenBy(declared, schema)];
  const { body, text, file } = declared;
  const isTyped = body ? !file : Boolean((text ?? file)?.types);
  const expected = [
    ...notAdmitted,
    ...(query || body ? [422] : []),
    ...(body || text ? [400] : []),
    ...(body || text || file ? [413] : []),
    ...(isTyped ? [415] : []),
  ];
  const also = Object.entries(declared.also ?? {}).map(([code, description]) => [code, { description }]);
  const content = answerTypes.map((type) => [type, gives ? { schema: schema(gives) } : {}]);
  return {
    summary,
    ...(isRole(who) && { description: `Role: ${who}, or who may more.` }),
    ...(security && { security }),
    ...(declared.tellsMore && { security: [{}, { [declared.tellsMore]: [] }] }),
    ...(parameters.length > 0 && { parameters }),
    ...(taken && { requestBody: { required: true, content: taken } }),
    responses: {
      [status]: { description: answer, ...(content.length > 0 && { content: Object.fromEntries(content) }) },
      ...Object.fromEntries(also),
      ...refusals(...new Set([...expected, ...declared.refusals].filter((code) => !declared.also?.[code]).toSorted())),
    },
  };
}

function parametersOf({ path, query, who }: Declared): object[] {
  const { properties = {}, required = [] } = query ? (schemaOf(query) as ObjectSchema) : {};
  return [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: "path", required: true, schema: anyText })),
    ...(isByLink(who) ? [{ name: "token", in: "query", required: true, schema: anyText }] : []),
    ...Object.entries(properties).map(([name, schema]) => {
      return { name, in: "query", required: required.includes(name), schema };
    }),
  ];
}

function takenBy({ body, text, file }: Declared, schema: Naming["schema"]): Record<string, object> | undefined {
  const json = body && { "application/json": { schema: schema(body) } };
  const form = text?.types?.map((type) => [type, { schema: { type: "object" } }]);
  const bytes = file?.types?.map((type) => [type, { schema: anyText }]);
  const others = form ?? bytes;
  return others || json ? { ...Object.fromEntries(others ?? []), ...json } : undefined;
}

const anyText = { type: "string" };

/** A schema of zod as JSON Schema 2020-12, which OpenAPI 3.1 takes. */
export function schemaOf(schema: ZodMiniType): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest;
}
