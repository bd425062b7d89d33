import { meaningOf, TrustCenterError } from "@trust-center/feed";
import { OlderTreeError } from "../errors.ts";
import { compareCopies, isAhead } from "./compare-trees.ts";
import { loadNewest } from "./load-newest.ts";
import { logOf } from "./log-of.ts";
import type { PublishedTree } from "./read-published.ts";

/** What a feed's own address tells whoever is about to publish. */
export interface Online {
  /** The web server's clock, milliseconds since 1970. */
  clock?: number;
  /** Why the folder could not be compared with what readers have. */
  warning?: string;
}

export interface OnlineOptions {
  /** Milliseconds since 1970. */
  now: number;
  fetch?: typeof globalThis.fetch | undefined;
  signal?: AbortSignal | undefined;
}

/** Milliseconds for each file: whoever publishes without a network does not wait long. */
const patience = 5_000;

/**
 * Compares a folder with what readers have, before anything is signed from it: a backup that was restored with all of its
 * memory knows nothing of what was published since.
 *
 * @throws {OlderTreeError} where readers have something newer
 * @throws {TrustCenterError} `fork` where readers have another history; whatever `signal` was aborted with
 */
export async function compareOnline(
  address: string,
  local: PublishedTree | undefined,
  options: OnlineOptions,
): Promise<Online> {
  const head = await askHead(address, options);
  if (!head) return { ...(local && { warning: notCompared(address, "it could not be reached") }) };
  const { date, status } = head;
  const clock = Number.isNaN(date) ? {} : { clock: date };
  if (status === 404 || status === 410) return clock;
  if (status !== 200)
    return { ...clock, ...(local && { warning: notCompared(address, `it answered with HTTP status ${status}`) }) };
  const { now, fetch, signal } = options;
  const { live, error } = await loadNewest(address, { pin: local?.pin, now, fetch, signal, timeout: patience }).then(
    ({ live }) => ({ live, error: undefined }),
    (error: TrustCenterError) => ({ live: undefined, error }),
  );
  signal?.throwIfAborted();
  if (!live) return { ...clock, ...(local && { warning: notCompared(address, error.message) }) };
  if (!local) throw alreadyThere(address, live.pin);
  const { leaves } = await logOf(live);
  const older = await compareCopies(local, live, leaves);
  if (!older && isAhead(live, local)) throw readersHaveMore(address, { live, local });
  return clock;
}

/** Asks for the head alone: whether there is one, and what the server's clock says (RFC 9110 §6.6.1). */
async function askHead(address: string, { fetch = globalThis.fetch, signal }: OnlineOptions) {
  const late = AbortSignal.timeout(patience);
  try {
    const { status, headers } = await fetch(new URL("head.json", address), {
      method: "HEAD",
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    return { status, date: Date.parse(headers.get("date") ?? "") };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TrustCenterError && meaningOf(error.code).exit !== "network") throw error;
    return undefined;
  }
}

const notCompared = (address: string, why: string) =>
  `This folder was not compared with what readers have at ${address}: ${why}`;

const alreadyThere = (address: string, pin: string) =>
  new OlderTreeError(
    "rollback",
    `Expected nothing at ${address} yet, for nothing was published from this folder; found a feed under the pin ${pin}. ` +
      `Another first version would be refused by everybody who knows it. Go on from it: trust-center recover --pin ${pin}. ` +
      "To begin again all the same, under another pin: --offline.",
    { address, pin },
  );

const readersHaveMore = (
  address: string,
  { live, local }: { live: { feed: { version: number } }; local: PublishedTree },
) =>
  new OlderTreeError(
    "rollback",
    `Expected this folder to hold what readers have, found version ${local.feed.version} here and version ${live.feed.version}, or a newer signature, at ${address}. ` +
      "Is this folder a restored backup, or was the feed published or refreshed from elsewhere? A version made from this one would be refused by whoever saw the other. " +
      "Nothing was written. Bring the folder forward: trust-center recover",
    { address, local: local.feed.version, found: live.feed.version },
  );
