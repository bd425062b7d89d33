import { createHash, createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { domainToASCII } from "node:url";

/** What the service derives from its one secret. The secret itself never reaches the database. */
export interface Keyed {
  /** HMAC-SHA-256 in hex: names an address or a network without telling it. */
  hash(purpose: string, value: string): string;
  /** A token of 32 bytes in base64url that only the secret's holder can make again: no mail's token is kept anywhere. */
  token(purpose: "confirm" | "leave" | "objection" | "hook" | "sign-in", subject: string): string;
  /** 32 bytes: a key of a webhook's endpoint, of which each has its own. */
  webhookKey(endpoint: string, generation: number): Uint8Array;
  /** The secret of the proof-of-work challenges. */
  readonly challenges: string;
  /** The secret of the keys that solve them. */
  readonly solutions: string;
}

/** @param secret 32 bytes or more */
export function createKeyed(secret: Uint8Array): Keyed {
  // Separate keys per use: a value of one kind can never stand for another.
  const keyOf = (use: string) => createHmac("sha256", secret).update(`trust-center-server ${use}`).digest();
  const hashing = createSecretKey(keyOf("hash"));
  const tokens = createSecretKey(keyOf("token"));
  const webhooks = createSecretKey(keyOf("webhook"));
  const mac = (key: KeyObject, purpose: string, value: string) =>
    createHmac("sha256", key).update(`${purpose}\n${value}`);
  return {
    hash: (purpose, value) => mac(hashing, purpose, value).digest("hex"),
    token: (purpose, subject) => mac(tokens, purpose, subject).digest("base64url"),
    webhookKey: (endpoint, generation) => mac(webhooks, endpoint, `${generation}`).digest(),
    challenges: keyOf("challenge").toString("hex"),
    solutions: keyOf("solution").toString("hex"),
  };
}

/** SHA-256 of a text's UTF-8, lower-case hex. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** How a token is kept: a reader of the database cannot use it. */
export const tokenHash = sha256;

/** The keyed hash that stands for an e-mail address. Neither letter case nor the spelling of a domain makes another person. */
export const emailHash = (keyed: Keyed, email: string): string => keyed.hash("email", oneSpelling(email));

/** An address with its domain as the DNS has it (RFC 5890), however it was written. */
export function oneSpelling(email: string): string {
  const [local = "", domain = ""] = email.normalize("NFC").toLowerCase().split("@");
  return `${local}@${domainToASCII(domain) || domain}`;
}

/** Stands for a mailbox: most mail servers deliver `ada+anything@` to `ada@` (RFC 5233), so limits count them as one. */
export const mailboxHash = (keyed: Keyed, email: string): string =>
  keyed.hash("mailbox", oneSpelling(email).replace(/\+[^@]*(?=@)/, ""));

/** The token of a confirmation mail. It holds for one period: what an old mail says confirms nothing that is asked later. */
export const confirmToken = (keyed: Keyed, { id, period }: { id: string; period: number }): string =>
  keyed.token("confirm", period === 0 ? id : `${id} ${period}`);
