import { toInstant } from "@trust-center/feed";
import { emailSchema, wishSchema } from "@trust-center/sdk";
import { enum as enumeration, gte, int, looseObject, lte, maxLength, minLength, optional, string } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import { readWish } from "../recipients/wish.ts";
import type { Queries } from "../store/store.ts";
import {
  addWebhook,
  enableWebhook,
  listWebhooks,
  removeWebhook,
  rotateWebhook,
  testWebhook,
  type Webhook,
} from "../store/webhooks.ts";
import { hour } from "../time.ts";
import { keysOf, verifierOf } from "../webhooks/sign.ts";
import { faultOf, longestUrl } from "../webhooks/target.ts";
import { callerName } from "./caller.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { lineSchema } from "./line.ts";

/** How many endpoints there may be. */
const most = 100;

const signatureSchema = enumeration(["v1", "v1a"]);

const list = endpoint({
  method: "GET",
  path: "/webhooks",
  summary: "Endpoints that are told of changes: state, newest failure and what they are told of; never a secret",
  who: "admin",
  answer: "`webhooks`",
  refusals: [],
  handle: async ({ deps }) => {
    const [found, now] = [await deps.store.read(listWebhooks), await deps.store.now()];
    return { webhooks: found.map((one) => viewOf(one, deps, now)) };
  },
});

const add = endpoint({
  method: "POST",
  path: "/webhooks",
  summary: "Adds an endpoint (Standard Webhooks 1.0.0): it is told of what is published from now on",
  who: "admin",
  body: looseObject({
    url: string().check(minLength(1), maxLength(longestUrl)),
    name: lineSchema(100),
    /** Whom to mail where it is disabled. Default: the privacy team. */
    contact: optional(emailSchema),
    /** `v1`: HMAC-SHA-256, with a secret. `v1a`: Ed25519, with a public key. */
    signature: optional(signatureSchema),
    ...wishSchema.shape,
  }),
  answer: "The endpoint, with `key` to verify by: `whsec_…`, a secret that is told this once, or `whpk_…`",
  refusals: [409, 503],
  handle: async ({ deps, caller, body: { url, name, contact = null, signature = "v1", topics, services } }) => {
    const fault = faultOf(url, deps.webhookTargets);
    if (fault !== undefined) throw new Refusal(422, "invalid", fault, { errors: { url: fault } });
    const wish = topics || services ? JSON.stringify({ topics, services }) : null;
    const made = { url: new URL(url).href, name, contact, wish, signature, created_by: callerName(caller) };
    const added = await deps.store.write(async (tx) =>
      (await listWebhooks(tx)).length < most ? addWebhook(tx, made) : undefined,
    );
    if (added) return withKey(added, deps);
    throw new Refusal(409, "invalid", `Expected at most ${most} webhooks. Remove one first.`);
  },
});

const rotate = endpoint({
  method: "POST",
  path: "/webhooks/{id}/rotate",
  summary: "Gives an endpoint a new key, and signs by the old one beside it for some hours",
  who: "admin",
  body: looseObject({
    /** Default: the kind that it has. */
    signature: optional(signatureSchema),
    /** Hours in which the old key signs too. Default 24; 0 where it got out. */
    overlap: optional(int().check(gte(0), lte(14 * 24))),
  }),
  answer: "The endpoint, with its new `key`",
  refusals: [404, 503],
  handle: async ({ deps, id, body: { signature, overlap = 24 } }) => {
    const rotated = await deps.store.write((tx) => rotateWebhook(tx, { id, signature, overlap: overlap * hour }));
    return withKey(rotated ?? unknown(), deps);
  },
});

const enable = endpoint({
  method: "POST",
  path: "/webhooks/{id}/enable",
  summary: "Enables an endpoint that was disabled, or tries again at once: it is told of all that it missed, in order",
  who: "admin",
  body: looseObject({}),
  answer: "The endpoint",
  refusals: [404, 503],
  handle: async ({ deps, id }) => {
    const enabled = await deps.store.write((tx) => enableWebhook(tx, id));
    deps.onWebhook();
    return viewOf(enabled ?? unknown(), deps, await deps.store.now());
  },
});

/** What is done to an endpoint by its id alone. */
const acting = (verb: string, act: (tx: Queries, id: string) => Promise<boolean>, summary: string) =>
  endpoint({
    method: "POST",
    path: `/webhooks/{id}/${verb}`,
    summary,
    who: "admin",
    body: looseObject({}),
    answer: "Done",
    refusals: [404, 503],
    handle: async ({ deps, id }) => {
      if (!(await deps.store.write((tx) => act(tx, id)))) unknown();
      deps.onWebhook();
      return { id };
    },
  });

const test = acting(
  "test",
  testWebhook,
  "Sends an event of no consequence, once; `GET webhooks` says what was answered",
);
const remove = acting("remove", removeWebhook, "Removes an endpoint, and what waits for it");

function unknown(): never {
  throw new Refusal(404, "not-found", "Expected the id of a webhook, as `GET webhooks` lists them.");
}

async function withKey(webhook: Webhook, deps: AppDeps) {
  const now = await deps.store.now();
  const [key] = keysOf(deps.keyed, webhook, now);
  return { ...viewOf(webhook, deps, now), ...(key && { key: verifierOf(key) }) };
}

function viewOf(webhook: Webhook, { keyed, feed }: AppDeps, now: number) {
  const { id, url, name, contact, wish, signature, created_at, created_by, state, since, ...more } = webhook;
  const { failures, failing_since, outcome, attempted_at, cursor, previous_until } = more;
  const [key] = keysOf(keyed, webhook, now);
  const { topics, services } = readWish(wish) ?? {};
  return {
    ...{ id, name, url, state, signature, by: created_by },
    since: toInstant(since),
    made: toInstant(created_at),
    ...(contact !== null && { contact }),
    ...(topics && { topics }),
    ...(services && { services }),
    // A public key is no secret.
    ...(signature === "v1a" && key && { key: verifierOf(key) }),
    ...(previous_until !== null && previous_until > now && { oldKeyUntil: toInstant(previous_until) }),
    /** Entries of the log that it was not told of. */
    behind: Math.max(0, (feed()?.log.size ?? cursor) - cursor),
    failures,
    ...(failing_since !== null && { failingSince: toInstant(failing_since) }),
    ...(attempted_at !== null && { newest: { at: toInstant(attempted_at), outcome: outcome ?? "" } }),
  };
}

/** The addresses for programs that are told of changes. */
export const webhookEndpoints: readonly Declared[] = [list, add, rotate, enable, test, remove];
