import {
  type Change,
  canonical,
  dayFor,
  type Feed,
  type LogEntry,
  listAt,
  type Plan,
  planVersion,
  TrustCenterError,
} from "@trust-center/feed";
import { namesIn } from "@trust-center/reading";
import { toldChange } from "../derived/change-words.ts";
import { languagesOf, terminalReader } from "../derived/source.ts";
import { outOf, readAuthoring, withExample } from "../folder/check.ts";
import type { CheckReport, Finding } from "../folder/report.ts";
import { sinceAhead } from "../folder/since-ahead.ts";
import { type Doubt, doubtsAbout } from "./doubts.ts";
import { orderedContent, planFolder, refusedEdit } from "./foresee.ts";
import { type PublishedTree, readPublished } from "./read-published.ts";

/** A change in words, with what follows from it. */
export interface ReviewedChange {
  id: string;
  kind: Change["kind"];
  mode: Change["mode"];
  /** `New sub-processor: Mail Two`, and a line for each fact and date. English, with the publisher's texts. */
  title: string;
  lines: string[];
  /** From when it holds: an instant; null where it waits for approval or a day. */
  effective: string | null;
  /** Until when one may object, an instant; absent where there is no window. */
  deadline?: string;
  /** Deadlines of customer segments that have their own. */
  segments: { id: string; deadline: string; effective: string | null }[];
  /** Segments that it concerns; absent where it concerns everybody. */
  audience?: string[];
  /** Whether the other branch would publish it too: the branch that is reviewed does not bring it. */
  onBase: boolean;
}

/** How a notice reaches people, as the terms promise: `email`, `rss`, … Subscribers of the feed are told in any case. */
export interface Told {
  channels: string[];
  /** Segments of customers with dates of their own. */
  segments: string[];
}

/** What would be signed if the folder were published now, in words. */
export interface Review {
  /**
   * What it is compared with: the published files, the other branch's list where nothing published is at hand, or nothing where there is
   * neither: a first disclosure.
   */
  against: "published" | "base" | "nothing";
  /** Version that it would be. */
  version: number;
  changes: ReviewedChange[];
  told: Told;
  doubts: Doubt[];
  report: CheckReport;
}

export interface ReviewOptions {
  /** Milliseconds since 1970. Default: the system's clock. */
  now?: number | undefined;
  /** A folder with the other branch's list. */
  base?: string | undefined;
}

/**
 * Says what publishing a folder would say, without its keys. Notice periods are held against what is published, or against the
 * other branch's list: what they forbid is an error of the report.
 *
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 * @throws {BrokenTreeError} where the published files do not verify: what follows them cannot be said
 */
export async function reviewFolder(folder: string, { now = Date.now(), base }: ReviewOptions = {}): Promise<Review> {
  const authoring = await readAuthoring(folder);
  const { content, settings } = authoring;
  let { report } = authoring;
  const nothing = { version: 0, changes: [], told: { channels: [], segments: [] }, doubts: [], report };
  if (report.errors.length > 0 || !content || !settings) return { against: "nothing", ...nothing };
  const published = await readPublished(outOf(folder, settings));
  report = {
    ...report,
    warnings: [...report.warnings, ...sinceAhead({ ...authoring, content }, published?.feed, now).map(withExample)],
  };
  const other = base === undefined ? undefined : await planOf(base, published, now);
  // What is not published yet stands as if it were: the terms of the other branch are those that were promised.
  const previous = published?.feed ?? other?.feed;
  const against = published ? "published" : other ? "base" : "nothing";
  try {
    const plan = published
      ? await planFolder({ ...authoring, content }, published, now)
      : await planVersion({ content: orderedContent(content), announce: authoring.announce, previous, now });
    const doubts = doubtsAbout({ plan, previous, now, clock: now });
    const known = new Set(published ? (other?.changes ?? []).map(saysOf) : []);
    return {
      against,
      version: plan.feed.version,
      changes: changesInWords(plan, published?.entries ?? [], known),
      told: toldOf(plan.feed),
      doubts,
      report,
    };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error.code !== "edit-refused") throw error;
    return { ...nothing, against, report: { ...report, errors: [refusedEdit(authoring, error) satisfies Finding] } };
  }
}

/** What the other branch would publish; undefined where it has no list that can be. */
async function planOf(base: string, published: PublishedTree | undefined, now: number): Promise<Plan | undefined> {
  const authoring = await readAuthoring(base).catch(() => undefined);
  if (!authoring?.content) return undefined;
  try {
    return await planFolder({ ...authoring, content: authoring.content }, published, now);
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "edit-refused") return undefined;
    throw error;
  }
}

/** What a change says, apart from its number. */
const saysOf = ({ kind, mode, subject, content, touches }: Change): string =>
  canonical({ kind, mode, subject, content, touches });

/** The changes of a plan in words, in its order. */
export function changesInWords(
  { feed, changes }: Pick<Plan, "changes"> & { feed: Feed },
  entries: readonly LogEntry[],
  known: ReadonlySet<string> = new Set(),
): ReviewedChange[] {
  const reader = terminalReader(languagesOf(feed), namesIn(feed));
  return changes.map((change) => {
    const { id, kind, mode, window, audience } = change;
    return {
      id,
      kind,
      mode,
      ...toldChange(change, entries, reader),
      effective: dayFor(change),
      ...(window && { deadline: window.deadline }),
      segments: (window?.segments ?? []).map((own) => ({ ...own, effective: dayFor(change, own.id) })),
      ...(audience && { audience }),
      onBase: known.has(saysOf(change)),
    };
  });
}

/** Who is told of a version, by what the list itself promises. */
export function toldOf(feed: Feed): Told {
  const terms = listAt(feed, Number.POSITIVE_INFINITY).noticeTerms;
  return {
    channels: [...new Set((terms?.channels ?? []).map(({ type }) => type))],
    segments: (terms?.segments ?? []).map(({ id }) => id),
  };
}
