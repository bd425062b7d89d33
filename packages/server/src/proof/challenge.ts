import { type Challenge, createChallenge, type Payload, type Solution, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { int, looseObject, optional, record, string, unknown } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import { minute } from "../time.ts";

/** What work a proof stands for. A proof for one is worth nothing for the other. */
export const proofPurposes = ["subscription", "objection"] as const;

export type ProofPurpose = (typeof proofPurposes)[number];

/** Some 256 derivations of a third of a millisecond each, where the cost is the least: tenths of a second in a browser. */
const work = { algorithm: "PBKDF2/SHA-256", keyPrefix: "00", keyLength: 32 } as const;

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
  /** Milliseconds since 1970. */
  now: number;
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

/** @param now Milliseconds since 1970 */
export function makeChallenge(
  secret: string,
  { purpose, now, cost = costs.least }: { purpose: ProofPurpose; now: number; cost?: number },
): Promise<Challenge> {
  return createChallenge({
    ...work,
    cost,
    deriveKey,
    hmacSignatureSecret: secret,
    expiresAt: Math.floor((now + lifetime) / 1000),
    data: { for: purpose },
  });
}

/**
 * Checks a proof but for whether it was used before: the library takes replays, so the store must refuse them.
 *
 * @throws {Refusal} `proof`
 */
export async function checkProof(secret: string, { proof, purpose, now }: GivenProof): Promise<CheckedProof> {
  const { challenge, solution } = readProof(proof);
  const { parameters } = challenge;
  const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: secret });
  if (!verified) throw refused("Expected a proof of work that this service asked for, solved and not expired.");
  if (parameters.expiresAt === undefined || parameters.expiresAt * 1000 < now) throw refused("The proof has expired.");
  if (parameters.data?.for !== purpose) throw refused(`Expected a proof of work for the action "${purpose}".`);
  const { cost, expiresAt } = parameters;
  return { challenge: String(challenge.signature), expiresAt: expiresAt * 1000, cost: Number(cost) };
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
