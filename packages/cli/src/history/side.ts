import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { authoringFile, CheckError, readAuthoring, UsageError } from "@trust-center/authoring";
import {
  check,
  type Feed,
  type FeedContent,
  feedContentSchema,
  feedSchema,
  listAt,
  TrustCenterError,
} from "@trust-center/feed";
import { type Names, namesIn } from "@trust-center/reading";
import { type AppliedList, listNamed, type TrustCenter } from "@trust-center/sdk";
import { nowFrom } from "../output/clock.ts";
import type { Io } from "../output/io.ts";
import { looksLikeAddress } from "../verify/target.ts";
import { readJsonFile, readProof } from "./bundle-file.ts";
import { openCenter, type PastOptions } from "./open.ts";
import { checkWhen } from "./when.ts";

/** One of two lists that are compared. */
export interface Side {
  /** `version 3, from 2026-01-30T12:00:00Z` */
  label: string;
  content: FeedContent;
  /** What its ids are called, of what has left too. */
  names: Names;
  /** `draft`: what stands in an authoring folder; `unverified`: a file whose signature nobody looked at. */
  trust: "verified" | "first-seen" | "stale" | "draft" | "unverified";
  version?: number;
}

export interface SideOptions extends PastOptions {
  of?: string;
}

/** Reads lists by what the command line calls them. Each feed is verified once. */
export function createSideReader(io: Io, options: SideOptions): (name: string) => Promise<Side> {
  const centers = new Map<string, Promise<TrustCenter>>();
  const center = (target: string) => {
    const opening = centers.get(target) ?? openCenter(target, io, options);
    centers.set(target, opening);
    return opening;
  };
  const named = async (name: string): Promise<Side> => {
    if (options.of === undefined) {
      throw new UsageError(`Expected the feed that ${name} is a list of: add --of <address or folder>.`);
    }
    const isVersion = /^\d+$/.test(name);
    if (!isVersion && name !== "latest") checkWhen(name);
    const of = await center(options.of);
    const named = isVersion ? Number(name) : name === "latest" ? name : undefined;
    return named === undefined ? listSide(of, await listNamed(of, name)) : versionSide(of, named);
  };
  return async (name) => {
    if (/^\d+$|^latest$|^\d{4}-\d\d-\d\d(?:T|$)/i.test(name)) return named(name);
    const path = resolve(io.cwd, name);
    const found = /^https?:\/\//i.test(name) ? undefined : await stat(path).catch(() => undefined);
    const draft = found?.isDirectory() ? await draftIn(path) : undefined;
    if (draft)
      return { label: `${join(name, authoringFile)}, not published`, content: draft, names: draft, trust: "draft" };
    if (found?.isFile()) return fileSide(path, name, { pin: options.pin, now: nowFrom(io, options.now) });
    if (!found && !looksLikeAddress(name)) {
      throw new UsageError(
        `Expected a version, a date, latest, an address, a folder or a file, found “${name}”. See trust-center diff --help.`,
      );
    }
    return versionSide(await center(name), "latest");
  };
}

/** A version is compared with the facts that it announces, which are not in effect yet: its label says so. Their days are not compared. */
async function versionSide(of: TrustCenter, version: number | "latest"): Promise<Side> {
  const applied = await listNamed(of, version);
  const side = listSide(of, applied);
  return { ...side, label: side.label + ahead(applied.feed, applied.from) };
}

const ahead = ({ open = [] }: Feed, from: string): string =>
  open.some(({ effective }) => effective === null || effective > from) ? ", with the facts that it announces" : "";

function listSide({ freshness, trust }: TrustCenter, { feed, list, from, until }: AppliedList): Side {
  return {
    label: `version ${feed.version}, from ${from}${until === undefined ? "" : ` until ${until}`}`,
    content: list,
    names: namesIn(feed),
    trust: freshness === "stale" ? "stale" : trust,
    version: feed.version,
  };
}

const isThere = (path: string) => stat(path).then(Boolean, () => false);

const isDraft = async (folder: string) =>
  (await isThere(join(folder, authoringFile))) && !(await isThere(join(folder, "head.json")));

/** The folder's list as it stands in its file; undefined where the folder is no authoring folder. */
export async function draftIn(folder: string): Promise<FeedContent | undefined> {
  if (!(await isDraft(folder))) return undefined;
  const { content, report } = await readAuthoring(folder);
  if (!content || report.errors.length > 0) throw new CheckError(report);
  // In the order of the schema, as verified feeds are: another order of members is no difference.
  return check(feedContentSchema, content, authoringFile);
}

async function fileSide(path: string, name: string, proof: { pin: string | undefined; now: number }): Promise<Side> {
  const { text, type } = await readJsonFile(path, name);
  if (type === "as-of") {
    const { feed, trust, from, at } = await readProof(text, name, proof);
    const content = listAt(feed, Date.parse(at));
    return {
      label: `version ${feed.version}, from ${from} (${name})`,
      content,
      names: namesIn(feed),
      trust,
      version: feed.version,
    };
  }
  try {
    const feed = check(feedSchema, JSON.parse(text), name);
    const content = listAt(feed, Number.POSITIVE_INFINITY);
    return {
      label: `version ${feed.version} (${name})${ahead(feed, feed.published)}`,
      content,
      names: namesIn(feed),
      trust: "unverified",
      version: feed.version,
    };
  } catch (cause) {
    if (!(cause instanceof TrustCenterError)) throw cause;
    throw new UsageError(`Expected ${name} to be a feed or a saved proof. ${cause.message}`, cause.evidence, { cause });
  }
}
