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
import type { ZodMiniType } from "zod/mini";
import { bounceSchema } from "./bounces.ts";
import { type Declared, type Naming, operationOf, schemaOf, sessionScheme } from "./endpoint.ts";

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

const names = new Map<ZodMiniType, string>(Object.entries(schemas).map(([name, schema]) => [schema, name]));

const naming: Naming = {
  schema: (schema) => {
    const name = names.get(schema);
    return name === undefined ? schemaOf(schema) : { $ref: `#/components/schemas/${name}` };
  },
  refusals: (...codes) => {
    const content = { "application/problem+json": { schema: naming.schema(problemSchema) } };
    return Object.fromEntries(codes.map((code) => [code, { description: "Refused (RFC 9457)", content }]));
  },
};

/**
 * Addresses as an OpenAPI 3.1 document.
 *
 * @param declared What routes and checks.
 */
export function openApi(publicAddress: string, declared: readonly Declared[]): Record<string, unknown> {
  const paths: Record<string, Record<string, object>> = {};
  for (const one of declared) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operationOf(one, naming) };
  }
  return {
    openapi: "3.1.1",
    info: { title: "Trust Center service", version: "1", description: "Takes subscriptions and objections." },
    servers: [{ url: publicAddress }],
    paths,
    webhooks: {
      change: {
        post: {
          summary: "A change of the list, told to an endpoint of `POST webhooks` (Standard Webhooks 1.0.0)",
          parameters: ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => {
            return { name, in: "header", required: true, schema: { type: "string" } };
          }),
          requestBody: {
            required: true,
            content: { "application/json": { schema: naming.schema(webhookEventSchema) } },
          },
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
