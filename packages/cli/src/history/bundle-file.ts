import { readTextFile, UsageError } from "@trust-center/authoring";
import { type ProvenList, TrustCenterError } from "@trust-center/feed";
import { type AsOfOptions, instantOf, verifyAsOf } from "@trust-center/sdk";
import { RefusedError } from "./open.ts";

const maxBundleBytes = 64 * 1024 * 1024;

/** Text of a file that may be a bundle or a feed. */
export async function readJsonFile(path: string, name: string): Promise<{ text: string; type: unknown }> {
  const { text, problem } = await readTextFile(path, maxBundleBytes);
  if (text === undefined) throw new UsageError(`Expected ${name} to be ${problem.expected}, found ${problem.found}.`);
  try {
    return { text, type: (JSON.parse(text) as { type?: unknown } | null)?.type };
  } catch {
    throw new UsageError(`Expected ${name} to be a saved proof or a feed in JSON, found something else.`);
  }
}

/**
 * Verifies a saved proof.
 *
 * @throws {RefusedError} where it does not verify
 */
export async function readProof(text: string, name: string, options: AsOfOptions): Promise<ProvenList> {
  try {
    return await verifyAsOf(text, options);
  } catch (error) {
    throw error instanceof TrustCenterError ? new RefusedError(name, error) : error;
  }
}

/**
 * The instant asked about, which the proof must speak for.
 *
 * @throws {TrustCenterError} `not-covered`
 */
export function instantIn({ from, until, vouchedUntil }: ProvenList, when: string): number {
  // Whoever knows of the next list knows of every instant until then.
  const last = until === undefined ? Date.parse(vouchedUntil) : Date.parse(until) - 1000;
  const at = instantOf(when, last);
  if (at >= Date.parse(from)) return at;
  throw new TrustCenterError(
    "not-covered",
    `Expected an instant from ${from} until ${until ?? vouchedUntil}, which the proof speaks for, found ${when}.`,
    { from, until: until ?? vouchedUntil },
  );
}
