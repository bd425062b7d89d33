import {
  challengeSchema,
  objectionAnswerSchema,
  objectionRequestSchema,
  problemSchema,
  standingAnswerSchema,
  standingRequestSchema,
  subscriptionRequestSchema,
  webhookEventSchema,
} from "@trust-center/sdk";
import { proofPurposes } from "../proof/challenge.ts";
import { auditEndpoints } from "./audit.ts";
import { bounceSchema } from "./bounces.ts";
import { caseEndpoints } from "./cases.ts";
import { type Declared, operationOf, schemaOf, sessionScheme } from "./endpoint.ts";
import { evidenceEndpoints } from "./evidence.ts";
import { overviewEndpoints } from "./overview.ts";
import { recipientEndpoints } from "./recipients.ts";
import { askSchema, sessionEndpoints } from "./sign-in.ts";
import { tokenEndpoints } from "./tokens.ts";
import { webhookEndpoints } from "./webhooks.ts";

const schemas = {
  Challenge: challengeSchema,
  SubscriptionRequest: subscriptionRequestSchema,
  ObjectionRequest: objectionRequestSchema,
  ObjectionAnswer: objectionAnswerSchema,
  StandingRequest: standingRequestSchema,
  StandingAnswer: standingAnswerSchema,
  Bounce: bounceSchema,
  WebhookEvent: webhookEventSchema,
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

const form = { required: true, content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } } };

const signInPages = {
  get: {
    summary: "The page of a mailed link: one button to sign in; uses nothing up",
    parameters: [token],
    responses: { 200: { description: "HTML" }, 404: { description: "HTML: the link is over" } },
  },
  post: {
    summary: "Spends the link, and opens a session, by a form of that page",
    parameters: [token],
    requestBody: form,
    responses: {
      303: { description: "To the inbox, with the cookie of a session" },
      404: { description: "HTML: the link is over" },
      ...refusals(403, 413, 415, 503),
    },
  },
};

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

/** What is declared once, to be routed, checked, noted and described. */
export const endpoints: readonly Declared[] = [
  ...caseEndpoints,
  ...recipientEndpoints,
  ...evidenceEndpoints,
  ...overviewEndpoints,
  ...auditEndpoints,
  ...tokenEndpoints,
  ...webhookEndpoints,
  ...sessionEndpoints,
];

function declaredPaths(): Record<string, Record<string, object>> {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of endpoints) {
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
      "/inbox/links": {
        post: {
          summary: "Asks for a mail with a link to sign in to the inbox",
          requestBody: { required: true, content: { "application/json": { schema: schemaOf(askSchema) } } },
          responses: {
            202: { description: "Taken in; the same whoever asks" },
            ...refusals(400, 403, 413, 415, 422, 429, 503),
          },
        },
      },
      "/inbox/sign-in": signInPages,
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
      "/objections/standing": {
        post: {
          summary: "Where an objection stands, for whoever holds its receipt",
          requestBody: body("StandingRequest"),
          responses: {
            200: {
              description: "The receipt of the newest step after it was filed, if there is one",
              ...json("StandingAnswer"),
            },
            ...refusals(400, 404, 413, 415, 422, 503),
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
    webhooks: {
      change: {
        post: {
          summary: "A change of the list, told to an endpoint of `POST webhooks` (Standard Webhooks 1.0.0)",
          parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => {
            return { name, in: "header", required: true, schema: { type: "string" } };
          }),
          requestBody: body("WebhookEvent"),
          responses: {
            "2XX": { description: "Taken" },
            410: { description: "To be told no more: the endpoint is disabled" },
            default: { description: "Tried again, for three days and a half" },
          },
        },
      },
    },
    components: {
      securitySchemes: {
        hook: { type: "http", scheme: "bearer" },
        health: { type: "http", scheme: "bearer" },
        operator: { type: "http", scheme: "bearer" },
        token: { type: "http", scheme: "bearer", description: "A token that an admin made: `POST tokens`" },
        session: sessionScheme,
      },
      schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema)])),
    },
  };
}
