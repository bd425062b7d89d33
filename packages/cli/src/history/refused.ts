import type { Reporter } from "../output/reporter.ts";
import { failedOutcome } from "../verify/feed.ts";
import { exitCodeFor, printOutcome } from "../verify/print.ts";
import { RefusedError } from "./open.ts";

/** Runs a command; a feed that does not verify is told as `verify` tells it, with its exit code. */
export async function orRefused(reporter: Reporter, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const outcome = failedOutcome(error.address, error.problem);
    reporter.data(outcome);
    printOutcome(outcome, reporter);
    return exitCodeFor(outcome);
  }
}
