import type { TrustCenter } from "@trust-center/sdk";
import { derivedFiles } from "../derived/files.ts";
import { UsageError } from "../errors.ts";
import { changePublished } from "./change-published.ts";
import { compareCopies, isAhead } from "./compare-trees.ts";
import { copyTree } from "./copy-tree.ts";
import { folderFetch } from "./folder-fetch.ts";
import { loadNewest } from "./load-newest.ts";
import { locateTree } from "./locate.ts";
import { logOf } from "./log-of.ts";
import { readMemory } from "./memory.ts";
import { readPlace } from "./place.ts";
import type { PublishedTree } from "./read-published.ts";
import type { VerifiedTree } from "./verify-built.ts";

export interface RecoverOptions {
  now: number;
  /** Where the newer files are: a published folder (a mirror, a backup). Default: the feed's address. */
  from?: string | undefined;
  /** Needed where nothing is published here, and nothing is remembered of it. */
  pin?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** What a recovery did. */
export interface RecoverResult {
  outcome: "recovered" | "unchanged";
  address: string;
  pin: string;
  out: string;
  /** Versions of the list: here before, and now. */
  before: number | undefined;
  version: number;
  /** Versions of the list whose files could not be fetched from there either. */
  missing: number[];
  written: string[];
  /** Things to look after that kept nothing from working. */
  warnings: string[];
}

/**
 * Brings a published folder forward to what readers have already seen, so that the next version continues it.
 *
 * @throws {OlderTreeError} where neither the folder nor the other copy holds what was published last from here
 * @throws {TrustCenterError} `fork` where the two are different histories, `rollback` where the other one is older than
 *   what is here; whatever verifying it throws
 */
export async function recoverTree(folder: string, options: RecoverOptions): Promise<RecoverResult> {
  const { settings, place } = await readPlace(folder);
  const { now, signal } = options;
  const rules = { now, kind: "bring-forward", signal } as const;
  const { change, written } = await changePublished(place, rules, async ({ published: local }) => {
    const pin = await pinFor(folder, local?.pin, options.pin);
    const { live, warning } = await newestFor(settings.feed, pin, options);
    return { live, local, warning, ...(await next(local, { live, now })) };
  });
  const { live, local, refusal, copy, warning } = change;
  // Not before the folder was compared with what was published last: it may be as old itself.
  if (refusal) throw refusal;
  return {
    outcome: copy ? "recovered" : "unchanged",
    address: live.address,
    pin: live.pin,
    out: place.out,
    before: local?.feed.version,
    version: (copy ? live : (local ?? live)).feed.version,
    missing: copy?.missing ?? [],
    written: copy ? written : [],
    warnings: copy && warning !== undefined ? [warning] : [],
  };
}

/** What the folder is brought forward to, if to anything. */
async function next(local: PublishedTree | undefined, { live, now }: { live: TrustCenter; now: number }) {
  const { history, leaves } = await logOf(live);
  const refusal = local && (await compareCopies(local, live, leaves));
  if (local && (refusal || !isAhead(live, local))) return { pin: local.pin, refusal };
  const copy = await copyTree({ live, history, leaves });
  const { tree, older } = copy;
  const derived = (current: VerifiedTree) => derivedFiles({ address: live.address, pin: live.pin, now, ...current });
  return { pin: live.pin, tree, older, derived, copy };
}

/** Whoever answers at the feed's address must not choose what the folder goes on from. */
async function pinFor(folder: string, here: string | undefined, given: string | undefined): Promise<string> {
  const pin = given ?? here ?? (await readMemory(folder))?.pin;
  if (pin !== undefined) return pin;
  throw new UsageError(
    "Expected --pin, found nothing here that says which feed was published: it is in your pages' tag, and on the recovery sheet.",
  );
}

/** The other copy, from the web or from a folder. */
async function newestFor(address: string, pin: string, { from, now, signal }: RecoverOptions) {
  const tree = from === undefined ? undefined : await locateTree(from);
  return loadNewest(address, { pin, now, signal, fetch: tree && folderFetch(tree.out, tree.address) });
}
