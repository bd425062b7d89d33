import { type Cosignature, parseVerifierKey, TrustCenterError, verifyCosignatures } from "@trust-center/feed";

/**
 * Which of the witnesses that a reader knows have signed a checkpoint.
 *
 * @param keys Verifier keys (C2SP signed-note), such as `witness.example/w1+0f8e3c2a+BA…`.
 * @param least How many of them must have.
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `unwitnessed` where too few have; `signature-invalid` where one of them did not sign what
 *   bears its name; `malformed`, `key-refused` for a key that is none
 */
export async function checkWitnesses(
  checkpoint: string,
  keys: readonly string[],
  least: number,
  now: number,
): Promise<Cosignature[]> {
  const witnesses = await Promise.all(keys.map(parseVerifierKey));
  const found = await verifyCosignatures(checkpoint, witnesses, now);
  if (found.length >= least) return found;
  throw new TrustCenterError(
    "unwitnessed",
    `Expected ${least} of the known witnesses to have signed this state of the log, found ${found.length}.`,
    { expected: least, found, witnesses: witnesses.map(({ name }) => name), checkpoint },
  );
}
