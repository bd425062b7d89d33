import {
  challengeSchema,
  objectionAnswerSchema,
  objectionRequestSchema,
  problemSchema,
  subscriptionRequestSchema,
} from "@trust-center/sdk";
import { toJSONSchema } from "zod/mini";
import { proofPurposes } from "../proof/challenge.ts";

const schemas = {
  Challenge: challengeSchema,
  SubscriptionRequest: subscriptionRequestSchema,
  ObjectionRequest: objectionRequestSchema,
  ObjectionAnswer: objectionAnswerSchema,
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

/** The service as an OpenAPI 3.1 document, made from the schemas that also check every request. */
export function openApi(publicAddress: string): Record<string, unknown> {
  const body = (name: keyof typeof schemas) => ({ required: true, ...json(name) });
  return {
    openapi: "3.1.1",
    info: { title: "Trust Center service", version: "1", description: "Takes subscriptions and objections." },
    servers: [{ url: publicAddress }],
    paths: {
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
      "/objections": {
        post: {
          summary: "Objects to a change",
          requestBody: body("ObjectionRequest"),
          responses: {
            201: { description: "Filed; the same answer to the same request again", ...json("ObjectionAnswer") },
            ...refusals(400, 403, 404, 409, 413, 415, 422, 429, 503),
          },
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
      },
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => {
          const { $schema: _dialect, ...rest } = toJSONSchema(schema, { io: "input", unrepresentable: "any" });
          return [name, rest];
        }),
      ),
    },
  };
}
