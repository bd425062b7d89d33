import {
  challengeSchema,
  objectionAnswerSchema,
  objectionRequestSchema,
  problemSchema,
  subscriptionRequestSchema,
} from "@trust-center/sdk";
import { proofPurposes } from "../proof/challenge.ts";
import { columns } from "../recipients/csv.ts";
import { bounceSchema } from "./bounces.ts";
import { caseEndpoints } from "./cases.ts";
import { operationOf, schemaOf } from "./endpoint.ts";

const schemas = {
  Challenge: challengeSchema,
  SubscriptionRequest: subscriptionRequestSchema,
  ObjectionRequest: objectionRequestSchema,
  ObjectionAnswer: objectionAnswerSchema,
  Bounce: bounceSchema,
  Problem: problemSchema,
};

const json = (name: keyof typeof schemas, type = "application/json") => ({
  content: { [type]: { schema: { $ref: `#/components/schemas/${name}` } } },
});

const refusals = (...codes: number[]) =>
  Object.fromEntries(
    codes.map((code) => [code, { description: "Refused (RFC 9457)", ...json("Problem", "application/problem+json") }]),
  );

const token = { name: "token", in: "query", required: true, schema: { type: "string" } };

const operator = [{ operator: [] }];

const flag = (name: string) => ({ name, in: "query", schema: { type: "boolean", default: false } });

const page = (purpose: string) => ({
  get: {
    summary: `A page with one button to ${purpose}; changes nothing`,
    parameters: [token],
    responses: { 200: { description: "HTML" }, 404: { description: "HTML: the link is not valid" } },
  },
  post: {
    summary: purpose === "leave" ? "Leaves; also as RFC 8058 one-click" : "Confirms",
    parameters: [token],
    requestBody: {
      required: true,
      content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } },
    },
    responses: { 200: { description: "HTML" }, 404: { description: "HTML" }, ...refusals(413, 415) },
  },
});

/** What is declared once, to be routed, checked and described. */
function declaredPaths(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of caseEndpoints) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operationOf(one, refusals) };
  }
  return paths;
}

/** The service as an OpenAPI 3.1 document, made from the schemas that also check every request. */
export function openApi(publicAddress: string): Record<string, unknown> {
  const body = (name: keyof typeof schemas) => ({ required: true, ...json(name) });
  const declared = declaredPaths();
  return {
    openapi: "3.1.1",
    info: { title: "Trust Center service", version: "1", description: "Takes subscriptions and objections." },
    servers: [{ url: publicAddress }],
    paths: {
      ...declared,
      "/challenge": {
        get: {
          summary: "A proof of work to solve (ALTCHA), for one action, once, within ten minutes",
          parameters: [{ name: "for", in: "query", required: true, schema: { enum: proofPurposes } }],
          responses: { 200: { description: "The challenge", ...json("Challenge") }, ...refusals(422) },
        },
      },
      "/subscriptions": {
        post: {
          summary: "Asks for notices by e-mail",
          requestBody: body("SubscriptionRequest"),
          responses: {
            202: { description: "Taken in; the same whatever the address is to the service" },
            ...refusals(400, 403, 413, 415, 422, 429, 503),
          },
        },
      },
      "/subscriptions/confirm": page("confirm"),
      "/subscriptions/leave": page("leave"),
      "/objections/case": {
        get: {
          summary: "The objector's page: where its objection stands; changes nothing",
          parameters: [token],
          responses: { 200: { description: "HTML" }, 404: { description: "HTML: the link is not valid" } },
        },
        post: {
          summary: "Confirms, writes or withdraws, by a form of that page",
          parameters: [token],
          requestBody: {
            required: true,
            content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } },
          },
          responses: {
            200: { description: "HTML" },
            404: { description: "HTML" },
            409: { description: "HTML: nothing was done, and why" },
            ...refusals(413, 415, 429, 503),
          },
        },
      },
      "/objections": {
        ...declared["/objections"],
        post: {
          summary: "Objects to a change",
          requestBody: body("ObjectionRequest"),
          responses: {
            201: { description: "Filed; the same answer to the same request again", ...json("ObjectionAnswer") },
            ...refusals(400, 403, 404, 409, 413, 415, 422, 429, 503),
          },
        },
      },
      "/recipients": {
        get: {
          summary: "Whom contracts name: JSON, or CSV that can be taken over again",
          security: operator,
          responses: {
            200: { description: "The recipients", content: { "application/json": {}, "text/csv": {} } },
            ...refusals(401),
          },
        },
        post: {
          summary: `Takes CSV over, all of it or nothing: ${columns.join(",")}`,
          security: operator,
          parameters: [flag("dryRun"), flag("removeMissing")],
          requestBody: { required: true, content: { "text/csv": { schema: { type: "string" } } } },
          responses: {
            200: {
              description: "What was added, changed, removed, and is missing",
              content: { "application/json": {} },
            },
            ...refusals(401, 413, 415, 422, 503),
          },
        },
      },
      "/tasks": {
        get: {
          summary: "Which recipients of contracts cannot be told, and until when to mend that",
          security: operator,
          responses: { 200: { description: "The tasks", content: { "application/json": {} } }, ...refusals(401) },
        },
        post: {
          summary: "Ends a task; the body says what was done",
          security: operator,
          parameters: [{ name: "done", in: "query", required: true, schema: { type: "string" } }],
          requestBody: { content: { "text/plain": { schema: { type: "string" } } } },
          responses: { 200: { description: "Ended" }, ...refusals(401, 404, 413, 503) },
        },
      },
      "/evidence": {
        get: {
          summary:
            "Who was told of a change, when, what, and with what outcome: signed, with the roots to verify it by",
          security: operator,
          parameters: [{ name: "change", in: "query", required: true, schema: { type: "string" } }],
          responses: {
            200: { description: "For `trust-center verify --offline`", content: { "application/json": {} } },
            ...refusals(401, 404, 503),
          },
        },
      },
      "/bounces": {
        post: {
          summary:
            "A notice came back: a delivery status notification as it came (RFC 3464), or its Message-ID and status",
          security: operator,
          requestBody: {
            required: true,
            content: { "message/rfc822": { schema: { type: "string" } }, ...json("Bounce").content },
          },
          responses: { 200: { description: "What was made of it" }, ...refusals(400, 401, 413, 422, 503) },
        },
      },
      "/hooks/published": {
        post: {
          summary: "Looks at the feed now",
          security: [{ hook: [] }],
          responses: { 202: { description: "Will look" }, ...refusals(401, 413) },
        },
      },
      "/health": {
        get: {
          summary: "Whether all of it works, mails and feed too; with the token of an operator, why not",
          security: [{}, { health: [] }],
          responses: { 200: { description: "Up" }, 503: { description: "Down" } },
        },
      },
      "/metrics": {
        get: {
          summary: "The same for Prometheus, in its text-based format",
          security: [{ health: [] }],
          responses: { 200: { description: "Metrics", content: { "text/plain": {} } }, ...refusals(401) },
        },
      },
      "/health/live": {
        get: {
          summary: "Whether subscriptions and objections can be taken",
          responses: { 200: { description: "Up" }, 503: { description: "Down" } },
        },
      },
    },
    components: {
      securitySchemes: {
        hook: { type: "http", scheme: "bearer" },
        health: { type: "http", scheme: "bearer" },
        operator: { type: "http", scheme: "bearer" },
      },
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)])),
    },
  };
}
