import { TrustCenterError } from "../errors.ts";
import type { Envelope } from "../metadata/schema.ts";

/** One state of what only moves forward: metadata by its version, a log by its size. */
export interface State {
  version: number;
  /** SHA-256 of its bytes, or the log's root. */
  sha256: string;
  /** Who signed it. */
  envelope?: Envelope | undefined;
}

/**
 * Refuses a state older than one seen before, or another one of the same version. The evidence is both envelopes: each
 * is signed, so they convince a third party.
 *
 * @throws {TrustCenterError} `rollback`, `fork`
 */
export function refuseRollback(what: string, found: State, seen: State | undefined): void {
  if (!seen) return;
  const evidence = { remembered: seen.envelope, found: found.envelope };
  if (found.version < seen.version) {
    throw new TrustCenterError(
      "rollback",
      `Expected ${what} ${seen.version} or newer, found ${what} ${found.version}: an old state is being served.`,
      evidence,
    );
  }
  if (found.version === seen.version && found.sha256 !== seen.sha256) {
    throw new TrustCenterError("fork", `Found two ${what}s of version ${seen.version}: both were signed.`, evidence);
  }
}
