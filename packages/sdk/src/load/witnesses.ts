import { type Cosignature, parseVerifierKey, TrustCenterError, verifyCosignatures } from "@trust-center/feed";

/** Whom a reader asks about a log. */
export interface WitnessOptions {
  /** Verifier keys (C2SP signed-note), such as `witness.example/w1+0f8e3c2a+BA…`. */
  witnesses?: readonly string[] | undefined;
  /** How many of them must have signed. Default 0. */
  minWitnesses?: number | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Which of the witnesses that a reader knows have signed a checkpoint.
 *
 * @throws {TrustCenterError} `unwitnessed` where too few have; `signature-invalid` where one of them did not sign what
 *   bears its name; `malformed`, `key-refused` for a key that is none
 */
export async function checkWitnesses(
  checkpoint: string,
  { witnesses: keys = [], minWitnesses = 0, now }: WitnessOptions,
): Promise<Cosignature[]> {
  const witnesses = await Promise.all(keys.map(parseVerifierKey));
  const found = await verifyCosignatures(checkpoint, witnesses, now);
  if (found.length >= minWitnesses) return found;
  throw new TrustCenterError(
    "unwitnessed",
    `Expected ${minWitnesses} of the known witnesses to have signed this state of the log, found ${found.length}.`,
    { expected: minWitnesses, found, witnesses: witnesses.map(({ name }) => name), checkpoint },
  );
}
