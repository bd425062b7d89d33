import {
  appliedAt,
  check,
  type Feed,
  type FeedContent,
  feedSchema,
  type LogEntry,
  limits,
  listAt,
  naming,
  parseJson,
  sha256Hex,
  TrustCenterError,
} from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadHistory } from "../load/history.ts";
import { instantOf, type When } from "./instant.ts";

/** A list that applied, verified, and for how long it did. */
export interface AppliedList {
  /** The version that was published last at the instant. */
  feed: Feed;
  /** The list: what was in effect at the instant; of a version asked for by number, with what it announced. */
  list: FeedContent;
  /** The feed's text, byte for byte as it was signed. */
  text: string;
  /** The last entry of the log at the instant asked about, and its place, from 0. */
  entry: LogEntry;
  index: number;
  /** Instants: since when this version applied, and until when; absent for the newest. */
  from: string;
  until?: string;
}

/**
 * The list that applied at an instant. Old versions are fetched by their hash; the newest needs no request.
 *
 * @param center Loaded with `strict`; without, its history is fetched for this.
 * @param when An instant; or a plain date, which means the end of that day in UTC (now, while it is not over).
 * @throws {TrustCenterError} `not-covered` before the first entry, and after the center was verified; `network` where
 *   the server has that version no longer
 */
export async function asOf(center: TrustCenter, when: When): Promise<AppliedList> {
  const at = instantOf(when, Date.parse(center.verified));
  const history = await loadHistory(center);
  const { index, entry } = appliedAt(history, at);
  const applied = await readList(center, history, index, entry);
  return { ...applied, list: listAt(applied.feed, at) };
}

/**
 * A version of the list, or the newest, with all that it announced.
 *
 * @throws {TrustCenterError} `not-covered` where there is no such version; `network` where the server has it no longer
 */
export async function listOfVersion(center: TrustCenter, version: number | "latest"): Promise<AppliedList> {
  const history = await loadHistory(center);
  const index =
    version === "latest" ? history.length - 1 : history.findLastIndex(({ feed }) => feed.version === version);
  const entry = history[index];
  if (entry) {
    const version = await readList(center, history, index, entry);
    return { ...version, list: listAt(version.feed, Infinity) };
  }
  const newest = history.at(-1)?.feed.version;
  throw new TrustCenterError("not-covered", `Expected a version from 1 to ${newest}, found ${version}.`, {
    version,
    newest,
  });
}

async function readList(
  center: TrustCenter,
  history: readonly LogEntry[],
  index: number,
  entry: LogEntry,
): Promise<Omit<AppliedList, "list">> {
  const { version } = entry.feed;
  const first = history.find(({ feed }) => feed.version === version) ?? entry;
  const next = history.find(({ feed }) => feed.version > version);
  const bytes = await naming(center.read, (read) => readFeed({ ...center, read }, entry.feed));
  const feed = check(feedSchema, parseJson(bytes, "the feed"), "the feed");
  if (feed.version !== version) {
    throw new TrustCenterError("unlogged-edit", "Expected the feed's version to be the one that its history names.");
  }
  const text = new TextDecoder().decode(bytes);
  return { feed, text, entry, index, from: first.at, ...(next && { until: next.at }) };
}

async function readFeed(center: TrustCenter, { version, sha256 }: LogEntry["feed"]) {
  const path = `feed/${sha256}.json`;
  const bytes = await center.read(path, limits.file).catch((error: unknown) => {
    throw isGone(error) ? gone(center, version, path, error) : error;
  });
  const found = await sha256Hex(bytes);
  if (found === sha256) return bytes;
  throw new TrustCenterError("hash-mismatch", `${path} is not the file that was signed.`, {
    file: path,
    expected: sha256,
    found,
  });
}

const isGone = (error: unknown): error is TrustCenterError =>
  error instanceof TrustCenterError && (error.evidence.status === 404 || error.evidence.status === 410);

const gone = ({ address }: TrustCenter, version: number, path: string, cause: TrustCenterError) =>
  new TrustCenterError(
    "network",
    `Expected version ${version} of ${address} to be kept, found HTTP status ${cause.evidence.status} for ${path}.`,
    { version, path, status: cause.evidence.status },
    { cause },
  );
