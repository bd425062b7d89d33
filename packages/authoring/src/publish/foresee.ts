import {
  check,
  type FeedContent,
  feedContentSchema,
  type Plan,
  planVersion,
  TrustCenterError,
} from "@trust-center/feed";
import { type Authoring, outOf, readAuthoring } from "../folder/check.ts";
import type { CheckReport, Problem } from "../folder/report.ts";
import { type Doubt, doubtsAbout } from "./doubts.ts";
import { type PublishedTree, readPublished } from "./read-published.ts";

/** The content of an authoring folder, in the order of the schema's members: an order of one's own is no change. */
export const orderedContent = (content: FeedContent): FeedContent => check(feedContentSchema, content, "the list");

/** What publishing an authoring folder now would say. */
export function planFolder(
  { content, announce }: Pick<Authoring, "announce"> & { content: FeedContent },
  published: PublishedTree | undefined,
  now: number,
): Promise<Plan> {
  const explained = new Set((published?.entries ?? []).flatMap(({ change }) => change.explainedBy ?? []));
  return planVersion({ content: orderedContent(content), announce, previous: published?.feed, now, explained });
}

/** What `check` finds: the report of the folder, and what is unusual about publishing it now. */
export interface FolderReport extends CheckReport {
  doubts: Doubt[];
}

/**
 * Checks an authoring folder, and what publishing it now would say.
 *
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function checkFolder(folder: string, now: number = Date.now()): Promise<FolderReport> {
  const authoring = await readAuthoring(folder);
  const { report, content, settings } = authoring;
  if (report.errors.length > 0 || !content || !settings) return { ...report, doubts: [] };
  // A folder whose published files are broken is told by the command that needs them.
  const published = await readPublished(outOf(folder, settings)).catch(() => undefined);
  try {
    const plan = await planFolder({ ...authoring, content }, published, now);
    return { ...report, doubts: doubtsAbout({ plan, previous: published?.feed, now, clock: now }) };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error.code !== "edit-refused") throw error;
    return { ...report, errors: [refusedEdit(authoring, content, error)], doubts: [] };
  }
}

/** An edit that cannot be published as it stands, where it stands in the file. */
function refusedEdit({ source }: Authoring, content: FeedContent, { message, evidence }: TrustCenterError): Problem {
  const at = content.subprocessors.findIndex(({ id }) => id === evidence.subject);
  const path = at < 0 ? [] : ["subprocessors", at];
  return {
    ...source.placeOf(path),
    path: path.join("/"),
    expected: "an edit that the list can say truly",
    found: String(evidence.reason),
    fix: message,
  };
}
