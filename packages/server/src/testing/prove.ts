import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";

/** Gets a challenge from a service and solves it. */
export async function prove(address: string, purpose: "subscription" | "objection"): Promise<string> {
  const response = await fetch(`${address}challenge?for=${purpose}`);
  return solved((await response.json()) as Challenge);
}

/** The proof of a challenge. */
export async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}
