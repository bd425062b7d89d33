import { TrustCenterError } from "@trust-center/feed";
import { type LoadOptions, load, type TrustCenter } from "@trust-center/sdk";

/** A feed as it is found somewhere. */
export interface Newest {
  live: TrustCenter;
  /** What is wrong with it that keeps nobody from going on from there. */
  warning?: string;
}

/**
 * Loads a copy of a feed, whole. One that has expired is taken as of when it was vouched for last: only its vendor can sign
 * it anew, and only from there.
 */
export async function loadNewest(
  address: string,
  { now, ...options }: Pick<LoadOptions, "pin" | "signal" | "fetch" | "timeout"> & { now: number },
): Promise<Newest> {
  let warning: string | undefined;
  for (let at = now; ; ) {
    try {
      const live = await load(address, { ...options, strict: true, now: () => at });
      return { live, ...(warning !== undefined && { warning }) };
    } catch (error) {
      const before = lastInstant(error);
      if (before === undefined || before >= at) throw error;
      at = before;
      warning ??= `${(error as Error).message} Compare version and date with what your customers saw, before you publish.`;
    }
  }
}

/** The last millisecond at which what has expired was good. */
function lastInstant(error: unknown): number | undefined {
  if (!(error instanceof TrustCenterError) || error.code !== "expired") return undefined;
  const { expires } = error.evidence;
  return typeof expires === "string" ? Date.parse(expires) - 1 : undefined;
}
