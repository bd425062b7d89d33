import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureVerification, type VerificationResult } from "./verification.ts";
import { type LogResult, measureLog } from "./verification-log.ts";
import { measureTuf, type TufResult } from "./verification-tuf.ts";

/** What verifying costs in Node. */
export interface VerifierResults {
  lists: VerificationResult[];
  logs: LogResult[];
  /** With peers alone. */
  tuf: TufResult[];
  versions: object;
}

/** Measures verification by the size of the list and the length of the log, and beside tuf-js. */
export async function measureVerifier(runs: number, withPeers: boolean): Promise<VerifierResults> {
  const lists = await measureVerification(runs);
  const logs = await measureLog(runs);
  if (!withPeers) return { lists, logs, tuf: [], versions: {} };
  const folder = await mkdtemp(join(tmpdir(), "trust-center-bench-"));
  try {
    const { results, versions } = await measureTuf(runs, folder);
    return { lists, logs, tuf: results, versions };
  } finally {
    await rm(folder, { recursive: true });
  }
}
