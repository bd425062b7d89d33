import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { folderFetch, folderReader, locateTree, UsageError } from "@trust-center/authoring";
import { check, headSchema, limits, parseJson, TrustCenterError, timestampSchema } from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import { isAbort } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import type { Io } from "../output/io.ts";
import { loadWhole, type VerifyFeedOptions } from "../verify/feed.ts";
import { addressFrom, checkPin, looksLikeAddress } from "../verify/target.ts";

/** Options of every command that asks a feed about its past. */
export interface PastOptions {
  pin?: string;
  state?: string;
  now?: string;
}

/** A feed whose history was replayed did not verify. */
export class RefusedError extends Error {
  readonly address: string;
  readonly problem: TrustCenterError;

  constructor(address: string, problem: TrustCenterError) {
    super(problem.message, { cause: problem });
    this.address = address;
    this.problem = problem;
  }
}

/** Options as the commands get them, as verification wants them. */
export function verifyOptions(io: Io, { pin, state, now }: PastOptions): VerifyFeedOptions & { now: number } {
  checkPin(pin);
  return {
    pin,
    now: nowFrom(io, now),
    signal: io.signal,
    ...(state !== undefined && { state: resolve(io.cwd, state) }),
  };
}

/**
 * Verifies a feed on the web or in a folder, with its whole history. A folder is an archive: it is verified as of the
 * day when it was signed last, and nothing in it expires.
 *
 * @throws {RefusedError} where it does not verify
 */
export async function openCenter(target: string, io: Io, given: PastOptions): Promise<TrustCenter> {
  const options = verifyOptions(io, given);
  const path = resolve(io.cwd, target);
  const isFolder = !/^https?:\/\//i.test(target) && (await stat(path).catch(() => undefined))?.isDirectory();
  if (isFolder) {
    const { out, address } = await locateTree(path);
    const now = given.now === undefined ? Math.min(options.now, await signedLast(out)) : options.now;
    return opened(address, loadWhole(address, { ...options, now, fetch: folderFetch(out, address) }));
  }
  if (!looksLikeAddress(target)) {
    throw new UsageError(`Expected an address, or a folder that was published into, found “${target}”.`);
  }
  const address = addressFrom(target);
  return opened(address, loadWhole(address, options));
}

async function opened(address: string, loading: Promise<TrustCenter>): Promise<TrustCenter> {
  try {
    return await loading;
  } catch (error) {
    throw error instanceof TrustCenterError && !isAbort(error) ? new RefusedError(address, error) : error;
  }
}

/** When a folder's timestamp says that it was signed. It is verified under that clock. */
async function signedLast(out: string): Promise<number> {
  const bytes = await folderReader(out)("head.json", limits.head);
  const head = check(headSchema, parseJson(bytes, "head.json", limits.depth), "head.json");
  const payload = Buffer.from(head.timestamp.payload, "base64url");
  return Date.parse(check(timestampSchema, parseJson(payload, "the timestamp", limits.depth), "it").issued);
}
