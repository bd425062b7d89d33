import { check, TrustCenterError } from "@trust-center/feed";
import { type Challenge as AltchaChallenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { enum as enumeration, gte, int, looseObject, lte, regex, string } from "zod/mini";
import type { HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import { challengeSchema, paths } from "./contract.ts";
import { ask } from "./request.ts";

/** What a proof of work is for: a proof for one action is worth nothing for another. */
export type ProofPurpose = "subscription" | "objection";

/** The work that a reader's machine agrees to do: a hostile service cannot ask for more. */
const acceptable = looseObject({
  algorithm: enumeration(["PBKDF2/SHA-256"]),
  cost: int().check(gte(1), lte(20_000)),
  keyLength: int().check(gte(16), lte(64)),
  keyPrefix: string().check(regex(/^[0-9a-f]{1,6}$/)),
});

const patience = 30_000;

/**
 * Gets a challenge and solves it (ALTCHA; some hundred milliseconds of work, in small asynchronous steps).
 *
 * @throws {TrustCenterError}
 */
export async function prove(center: TrustCenter, purpose: ProofPurpose, http: HttpOptions): Promise<string> {
  const challenge = await ask(center, `${paths.challenge}?for=${purpose}`, challengeSchema, http);
  check(acceptable, challenge.parameters, "the challenge");
  const signal = http.signal ?? new AbortController().signal;
  const controller = new AbortController();
  signal.addEventListener("abort", () => controller.abort(), { once: true });
  const solution = await solveChallenge({
    challenge: challenge as unknown as AltchaChallenge,
    deriveKey,
    controller,
    timeout: patience,
  });
  if (!solution) {
    const [code, message] = signal.aborted
      ? (["aborted", "The caller ended the request."] as const)
      : (["timeout", "The proof of work took too long on this machine. Try again."] as const);
    throw new TrustCenterError(code, message);
  }
  return btoa(JSON.stringify({ challenge, solution }));
}
