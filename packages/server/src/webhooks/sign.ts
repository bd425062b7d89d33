import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import type { Keyed } from "../secret/keyed.ts";
import type { Webhook } from "../store/webhooks.ts";

/** What is signed, and told beside it. */
export interface Message {
  /** The same in every attempt; without a full stop. */
  id: string;
  /** When the attempt is made, seconds since 1970. */
  timestamp: number;
  body: string;
}

/** The kind of a key of Standard Webhooks: `v1` HMAC-SHA-256, `v1a` Ed25519. */
export type SignatureKind = Webhook["signature"];

/** A key of an endpoint. None is kept: each follows from the service's secret. */
export interface WebhookKey {
  kind: SignatureKind;
  /** 32 bytes: the symmetric key, or the seed of the private one. */
  bytes: Uint8Array;
}

/** The headers of a message (Standard Webhooks 1.0.0, “Webhook headers”), signed by each of the keys. */
export function headersOf(message: Message, keys: readonly WebhookKey[]): Record<string, string> {
  return {
    "webhook-id": message.id,
    "webhook-timestamp": `${message.timestamp}`,
    "webhook-signature": keys.map((key) => signatureOf(message, key)).join(" "),
  };
}

function signatureOf({ id, timestamp, body }: Message, { kind, bytes }: WebhookKey): string {
  const signed = Buffer.from(`${id}.${timestamp}.${body}`);
  const signature =
    kind === "v1" ? createHmac("sha256", bytes).update(signed).digest() : sign(null, signed, privateKey(bytes));
  return `${kind},${signature.toString("base64")}`;
}

/** The keys that sign at a moment: the newest, and the one before it while it still counts. */
export function keysOf(keyed: Keyed, webhook: KeyedWebhook, now: number): WebhookKey[] {
  const { id, signature, generation, previous, previous_until } = webhook;
  const newest = { kind: signature, bytes: keyed.webhookKey(id, generation) };
  const isKept = previous !== null && previous_until !== null && previous_until > now;
  return isKept ? [newest, { kind: previous, bytes: keyed.webhookKey(id, generation - 1) }] : [newest];
}

type KeyedWebhook = Pick<Webhook, "id" | "signature" | "generation" | "previous" | "previous_until">;

/** What a receiver verifies with: `whsec_…`, which is a secret, or `whpk_…`, which is none. */
export function verifierOf({ kind, bytes }: WebhookKey): string {
  if (kind === "v1") return `whsec_${Buffer.from(bytes).toString("base64")}`;
  const { x = "" } = createPublicKey(privateKey(bytes)).export({ format: "jwk" });
  return `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
}

/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");

const privateKey = (seed: Uint8Array): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
