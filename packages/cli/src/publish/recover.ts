import { type Hash, leafHash, limits, splitLines, verifyFile } from "@trust-center/feed";
import { load, type TrustCenter } from "@trust-center/sdk";
import { outOf, readAuthoring } from "../authoring/check.ts";
import { CheckError, UsageError } from "../errors.ts";
import { folderFetch } from "../verify/folder-fetch.ts";
import { isAhead, refuseOtherCopy } from "./compare-trees.ts";
import { copyTree } from "./copy-tree.ts";
import { locateTree } from "./locate.ts";
import { lockFolder } from "./lock.ts";
import { readMemory, refuseOlderSource, rememberPublished } from "./memory.ts";
import { readPublished } from "./read-published.ts";
import { removeLeftovers } from "./write-files.ts";

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
  /** Versions of the list whose files could not be had from there either. */
  missing: number[];
  written: string[];
}

/**
 * Brings a published folder forward to what readers have already seen, so that the next version continues it.
 *
 * @throws {TrustCenterError} `fork` where the two are different histories, `rollback` where the other one is older than
 *   what is here or was published from here; whatever verifying it throws
 */
export async function recoverTree(folder: string, options: RecoverOptions): Promise<RecoverResult> {
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  const out = outOf(folder, settings);
  const release = await lockFolder(out);
  try {
    await removeLeftovers(out);
    const local = await readPublished(out);
    const live = await loadNewest(settings.feed, await pinFor(folder, local?.pin, options.pin), options);
    const { history, leaves } = await logOf(live);
    if (local) await refuseOtherCopy(local, live, leaves);
    const isNewer = !local || isAhead(live, local);
    await refuseOlderSource(folder, isNewer ? { ...live.head, pin: live.pin } : local, live.address);
    const { written, missing } = isNewer
      ? await copyTree({ live, history, leaves, out, signal: options.signal })
      : { written: [], missing: [] };
    const current = await readPublished(out);
    if (current) await rememberPublished(folder, current, current.pin);
    const outcome = isNewer ? "recovered" : "unchanged";
    return {
      outcome,
      address: live.address,
      pin: live.pin,
      out,
      before: local?.feed.version,
      version: live.feed.version,
      missing,
      written,
    };
  } finally {
    await release();
  }
}

/** Whoever answers at the feed's address must not choose what the folder goes on from. */
async function pinFor(folder: string, here: string | undefined, given: string | undefined): Promise<string> {
  const pin = given ?? here ?? (await readMemory(folder))?.pin;
  if (pin !== undefined) return pin;
  throw new UsageError(
    "Expected --pin, found nothing here that says which feed was published: it is in your pages' tag, and on the recovery sheet.",
  );
}

async function loadNewest(address: string, pin: string, { from, now, signal }: RecoverOptions) {
  const tree = from === undefined ? undefined : await locateTree(from);
  const fetch = tree && folderFetch(tree.out, tree.address);
  const center = await load(address, { pin, strict: true, signal, fetch, now: () => now });
  if (center.problem) throw center.problem;
  return center;
}

async function logOf({ head, read }: TrustCenter): Promise<{ history: Uint8Array<ArrayBuffer>; leaves: Hash[] }> {
  const { files } = head.manifest;
  const history = await read(files.history.path, Math.min(files.history.length, limits.file));
  await verifyFile(history, files.history);
  return { history, leaves: await Promise.all(splitLines(history).map((line) => leafHash(line))) };
}
