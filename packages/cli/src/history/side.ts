import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  check,
  type Feed,
  type FeedContent,
  feedContentSchema,
  feedSchema,
  planVersion,
  TrustCenterError,
} from "@trust-center/feed";
import { type AppliedList, listNamed, type TrustCenter } from "@trust-center/sdk";
import { authoringFile, readAuthoring } from "../authoring/check.ts";
import { CheckError, UsageError } from "../errors.ts";
import type { Io } from "../output/io.ts";
import { looksLikeAddress } from "../verify/target.ts";
import { readJsonFile, readProof } from "./bundle-file.ts";
import { openCenter, type PastOptions, verifyOptions } from "./open.ts";
import { checkWhen } from "./when.ts";

/** One of two lists that are compared. */
export interface Side {
  /** `version 3, from 2026-01-30T12:00:00Z` */
  label: string;
  content: FeedContent | Feed;
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
    return listSide(of, await listNamed(of, isVersion ? Number(name) : name));
  };
  return async (name) => {
    if (/^\d+$|^latest$|^\d{4}-\d\d-\d\d(?:T|$)/i.test(name)) return named(name);
    const path = resolve(io.cwd, name);
    const found = /^https?:\/\//i.test(name) ? undefined : await stat(path).catch(() => undefined);
    if (found?.isDirectory() && (await isDraft(path))) return draftSide(path, name);
    if (found?.isFile()) return fileSide(path, name, options);
    if (!found && !looksLikeAddress(name)) {
      throw new UsageError(
        `Expected a version, a date, latest, an address, a folder or a file, found “${name}”. See trust-center diff --help.`,
      );
    }
    const of = await center(name);
    return listSide(of, await listNamed(of, "latest"));
  };
}

/** Two lists as they are to be compared. A draft is taken as what publishing it onto the other would make of it. */
export function comparable(before: Side, after: Side, now: number): [before: FeedContent, after: FeedContent] {
  const onto = before.content as Feed;
  const isNext = after.trust === "draft" && onto.type === "feed";
  return [before.content, isNext ? planVersion(after.content, onto, now).feed : after.content];
}

export const nowOf = (io: Io, options: PastOptions): number => verifyOptions(io, options).now;

function listSide({ freshness, trust }: TrustCenter, { feed, from, until }: AppliedList): Side {
  return {
    label: `version ${feed.version}, from ${from}${until === undefined ? "" : ` until ${until}`}`,
    content: feed,
    trust: freshness === "stale" ? "stale" : trust,
    version: feed.version,
  };
}

const isThere = (path: string) => stat(path).then(Boolean, () => false);

const isDraft = async (folder: string) =>
  (await isThere(join(folder, authoringFile))) && !(await isThere(join(folder, "head.json")));

async function draftSide(folder: string, name: string): Promise<Side> {
  const { content, report } = await readAuthoring(folder);
  if (!content || report.errors.length > 0) throw new CheckError(report);
  // In the order of the schema, as verified feeds are: another order of members is no difference.
  const ordered = check(feedContentSchema, content, authoringFile);
  return { label: `${join(name, authoringFile)}, not published`, content: ordered, trust: "draft" };
}

async function fileSide(path: string, name: string, { pin }: SideOptions): Promise<Side> {
  const { text, type } = await readJsonFile(path, name);
  if (type === "as-of") {
    const { feed, trust, from } = await readProof(text, name, pin);
    return { label: `version ${feed.version}, from ${from} (${name})`, content: feed, trust, version: feed.version };
  }
  try {
    const feed = check(feedSchema, JSON.parse(text), name);
    return { label: `version ${feed.version} (${name})`, content: feed, trust: "unverified", version: feed.version };
  } catch (cause) {
    if (!(cause instanceof TrustCenterError)) throw cause;
    throw new UsageError(`Expected ${name} to be a feed or a saved proof. ${cause.message}`, cause.evidence, { cause });
  }
}
