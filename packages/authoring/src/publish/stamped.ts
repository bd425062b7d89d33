import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  checkpointBody,
  checkpointText,
  type Hash,
  logOrigin,
  parseCheckpoint,
  TrustCenterError,
  treeRoot,
} from "@trust-center/feed";
import type { Settings } from "../format/settings.ts";
import { changePublished } from "./change-published.ts";
import type { PublishPlace } from "./place.ts";
import { readPublished } from "./read-published.ts";
import { expectPublished } from "./refusals.ts";

/** Where the time stamp of each state of a log is kept: a token in DER (RFC 3161) over the checkpoint's text. */
export const stampedPath = (size: number): string => `log/stamped/${size}`;

const stampedName = /^log\/stamped\/([1-9]\d{0,15})$/;

/** Milliseconds for an authority's answer. */
const patience = 10_000;

export interface StampOptions {
  /** The authoring folder, from which the file with the certificates is named. */
  folder: string;
  /** Absent: nobody is asked. */
  authority: Settings["timeStampAuthority"];
  signal?: AbortSignal | undefined;
}

/** What came of asking an authority. */
export interface Stamped {
  /** What the authority says of the log that is published; absent where it said nothing. */
  timeStamp?: { at: string; authority: string };
  /** Why not, and what to do. */
  warnings: string[];
  written: string[];
}

/**
 * Asks a time stamp authority for a token over what is published, where there is none yet, and publishes it. An authority
 * that gives none is a warning: what is published stands. Its time counts, not the clock of the publish.
 *
 * @throws whatever `signal` was aborted with
 */
export async function stampLog(place: PublishPlace, { folder, authority, signal }: StampOptions): Promise<Stamped> {
  if (!authority) return { warnings: [], written: [] };
  try {
    const { head } = expectPublished(await readPublished(place.out), place.out);
    const { requestTimeStamp, verifyTimeStamp } = await import("@trust-center/sdk/time-stamps");
    const path = stampedPath(parseCheckpoint(head.log.checkpoint).size);
    const certificates = await readFile(resolve(folder, authority.certificates), "utf8");
    const data = new TextEncoder().encode(checkpointBody(head.log.checkpoint));
    const options = { data, certificates, now: Date.now() };
    const kept = await readFile(join(place.out, path)).catch(() => undefined);
    const standing = kept && (await verifyTimeStamp(kept, options).catch(() => undefined));
    if (standing) return { timeStamp: standing, warnings: [], written: [] };
    const asked = await requestTimeStamp({ ...options, url: authority.url, timeout: patience, signal });
    const { written } = await changePublished(place, { now: Date.now(), kind: "keep", signal }, async (standing) => ({
      pin: standing.published?.pin,
      older: (async function* () {
        yield [path, asked.token] as const;
      })(),
    }));
    return { timeStamp: asked.timeStamp, warnings: [], written };
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    const warning = `Expected a time stamp of ${authority.url}. ${why} What is published stands without it; ask again: trust-center refresh`;
    return { warnings: [warning], written: [] };
  }
}

/** The size of the log that a path of {@link stampedPath} is of; undefined for another path. */
export function stampedSize(path: string): number | undefined {
  const [, size] = stampedName.exec(path) ?? [];
  return size === undefined ? undefined : Number(size);
}

/** Whether a file holds a token over the first entries of a log, of the size that its name says. Who gave it is not looked at. */
export async function isStamped(
  bytes: Uint8Array,
  { size, address, leaves }: { size: number; address: string; leaves: readonly Hash[] },
): Promise<boolean> {
  if (size > leaves.length) return false;
  const { isTokenOver } = await import("@trust-center/sdk/time-stamps");
  const text = checkpointText(logOrigin(address), size, await treeRoot(leaves.slice(0, size)));
  try {
    return await isTokenOver(bytes, new TextEncoder().encode(text));
  } catch (error) {
    if (error instanceof TrustCenterError) return false;
    throw error;
  }
}
