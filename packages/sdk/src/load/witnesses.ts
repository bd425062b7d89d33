import {
  type Cosignature,
  type LogPolicy,
  parseLogPolicy,
  parseVerifierKey,
  policyOf,
  requireQuorum,
  TrustCenterError,
  type Witnessing,
  weighCheckpoint,
} from "@trust-center/feed";

/** Whom a reader asks about a log, and how many of them must have signed: keys and a number, or a policy. */
export interface WitnessOptions {
  /** Verifier keys (C2SP signed-note), such as `witness.example/w1+0f8e3c2a+BA…`. */
  witnesses?: readonly string[] | undefined;
  /** How many of them must have signed. Default 0. */
  minWitnesses?: number | undefined;
  /** In the place of both: a policy (C2SP tlog-policy), as its text or read. Its quorum must be met. */
  logPolicy?: string | LogPolicy | undefined;
}

/**
 * The one policy that a reader's options make.
 *
 * @throws {TrustCenterError} `malformed` for a policy or key that is none, or for both; `key-refused`, `unsupported`
 */
export async function witnessPolicy({ witnesses, minWitnesses, logPolicy }: WitnessOptions): Promise<LogPolicy> {
  if (logPolicy === undefined) {
    return policyOf(await Promise.all((witnesses ?? []).map(parseVerifierKey)), minWitnesses);
  }
  if (witnesses === undefined && minWitnesses === undefined) {
    return typeof logPolicy === "string" ? parseLogPolicy(logPolicy) : logPolicy;
  }
  throw new TrustCenterError("malformed", "Expected a policy, or keys of witnesses and their number; found both.");
}

/**
 * Who of those that a reader knows has signed a checkpoint, and whether they are enough. Too few are no error.
 *
 * @throws {TrustCenterError} `signature-invalid` where one of them did not sign what bears its name; `malformed`,
 *   `key-refused`, `unsupported` for a policy or key that is none
 */
export async function weighWitnesses(
  checkpoint: string,
  { now, ...options }: WitnessOptions & { /** Milliseconds since 1970. */ now: number },
): Promise<Witnessing & { policy: LogPolicy }> {
  const policy = await witnessPolicy(options);
  return { ...(await weighCheckpoint(checkpoint, policy, now)), policy };
}

/**
 * Which of the witnesses that a reader knows have signed a checkpoint.
 *
 * @throws {TrustCenterError} as {@link weighWitnesses}; `unwitnessed` where too few have, or no log of the policy has
 */
export async function checkWitnesses(
  checkpoint: string,
  options: WitnessOptions & { /** Milliseconds since 1970. */ now: number },
): Promise<Cosignature[]> {
  const { policy, ...found } = await weighWitnesses(checkpoint, options);
  requireQuorum(checkpoint, policy, found);
  return found.cosignatures;
}
