import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { type Challenge, createChallenge, type Payload, type Solution, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { int, looseObject, optional, record, string, unknown } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import type { Keyed } from "../secret/keyed.ts";
import { minute } from "../time.ts";

/** What work a proof stands for. A proof for one is worth nothing for the other. */
export const proofPurposes = ["subscription", "objection"] as const;

export type ProofPurpose = (typeof proofPurposes)[number];

/** Some 256 derivations of a third of a millisecond each, where the cost is the least: tenths of a second in a browser. */
const work = { algorithm: "PBKDF2/SHA-256", keyPrefix: "00", keyLength: 32 } as const;

/** How many of them a key lies away that the service derived itself: between tenths of a second and half a second. */
const derivations = { least: 128, most: 384 } as const;

/** Bytes of that key that the challenge names. Readers look for three at most (docs/specification, §9.2). */
const prefixBytes = 3;

/** Rounds of a derivation. Readers agree to 20,000 at most (docs/specification, §9.2). */
const costs = { least: 1000, most: 16_000, factor: 4 } as const;

/**
 * What the next request of a sender costs, who has sent so many in the span of a limit: more for each time that it is full.
 *
 * @param most How many the limit is.
 */
export const costAfter = (count: number, most: number): number =>
  Math.min(costs.most, costs.least * costs.factor ** Math.max(0, Math.floor(count / Math.max(1, most))));

/** Of a challenge, in milliseconds. */
const lifetime = 10 * minute;

/** A proof as it came. */
interface GivenProof {
  proof: string;
  /** What it has to be for. */
  purpose: ProofPurpose;
}

/** A proof that holds, and what makes it good for one use only. */
export interface CheckedProof {
  challenge: string;
  expiresAt: number;
  /** Rounds of a derivation. */
  cost: number;
}

const payloadSchema = looseObject({
  challenge: looseObject({ parameters: record(string(), unknown()), signature: string() }),
  solution: looseObject({ counter: int(), derivedKey: string(), time: optional(unknown()) }),
});

interface ChallengeOptions {
  purpose: ProofPurpose;
  /** Milliseconds since 1970. */
  now: number;
  cost?: number;
  /** Where the key lies. Default: nobody knows. */
  counter?: number;
}

/** The secrets that challenges are signed with, and keys that solve them. */
export type ProofSecrets = Pick<Keyed, "challenges" | "solutions">;

/**
 * A challenge at the least cost names a key that the service derived itself, and signs it: whoever brings that key has
 * looked for it, and checking costs no derivation. One that costs more would cost its maker as much, so it asks for any
 * key of a form, and one derivation checks it.
 */
export function makeChallenge(
  secrets: ProofSecrets,
  { purpose, now, cost = costs.least, counter = randomInt(derivations.least, derivations.most) }: ChallengeOptions,
): Promise<Challenge> {
  return createChallenge({
    ...work,
    ...(cost === costs.least && {
      counter,
      keyPrefixLength: prefixBytes,
      hmacKeySignatureSecret: secrets.solutions,
    }),
    cost,
    deriveKey,
    hmacSignatureSecret: secrets.challenges,
    expiresAt: Math.floor((now + lifetime) / 1000),
    data: { for: purpose },
  });
}

/**
 * Checks a proof but for whether it was used before or has expired: both are the store's to say, in the transaction that
 * uses it up (`useProof`).
 *
 * @throws {Refusal} `proof`
 */
export async function checkProof(secrets: ProofSecrets, { proof, purpose }: GivenProof): Promise<CheckedProof> {
  const { challenge, solution } = readProof(proof);
  const { parameters } = challenge;
  const isSolved =
    parameters.keySignature === undefined
      ? await isKeyOfForm(secrets, challenge, solution)
      : isSignedKey(secrets, challenge, solution);
  if (!isSolved) throw refused("Expected a proof of work that this service asked for, solved and not expired.");
  if (parameters.expiresAt === undefined) throw refused("Expected a proof of work that expires.");
  if (parameters.data?.for !== purpose) throw refused(`Expected a proof of work for the action "${purpose}".`);
  const { cost, expiresAt } = parameters;
  return { challenge: String(challenge.signature), expiresAt: expiresAt * 1000, cost: Number(cost) };
}

/** One derivation: the key is what the counter gives, and begins as it must. */
async function isKeyOfForm({ challenges }: ProofSecrets, challenge: Challenge, solution: Solution): Promise<boolean> {
  return (await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: challenges })).verified;
}

/** No derivation: what the service signed itself, challenge and key. As altcha-lib does it, without its promises. */
function isSignedKey(secrets: ProofSecrets, { parameters, signature }: Challenge, { derivedKey }: Solution): boolean {
  const sorted = JSON.stringify(inOrder(parameters));
  const isOurs = isMac(secrets.challenges, sorted, signature);
  return isOurs && isMac(secrets.solutions, Buffer.from(derivedKey, "hex"), parameters.keySignature);
}

/** An object with its members by name, at every depth: what altcha-lib signs. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]));
}

function isMac(secret: string, text: string | Uint8Array, given: unknown): boolean {
  const found = createHmac("sha256", secret).update(text).digest();
  const claimed = Buffer.from(typeof given === "string" ? given : "", "hex");
  return claimed.length === found.length && timingSafeEqual(claimed, found);
}

function readProof(proof: string): Payload {
  try {
    const payload = payloadSchema.parse(JSON.parse(Buffer.from(proof, "base64").toString("utf8")), { jitless: true });
    return { challenge: payload.challenge as unknown as Challenge, solution: payload.solution as Solution };
  } catch {
    throw refused("Expected base64 of JSON with the challenge and its solution.");
  }
}

export const refused = (detail: string) => new Refusal(403, "proof", `${detail} Ask for a new challenge and solve it.`);
