import {
  check,
  type FeedContent,
  feedContentSchema,
  type Plan,
  planVersion,
  TrustCenterError,
} from "@trust-center/feed";
import { type Authoring, outOf, readAuthoring, withExample } from "../folder/check.ts";
import type { CheckReport, Finding } from "../folder/report.ts";
import type { RuleId } from "../folder/rules.ts";
import { sinceAhead } from "../folder/since-ahead.ts";
import { findingIn, type Path } from "../folder/yaml-source.ts";
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
  const history = published && { first: published.first, log: published.entries };
  return planVersion({ content: orderedContent(content), announce, previous: published?.feed, history, now });
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
  const warnings = [
    ...report.warnings,
    ...sinceAhead({ ...authoring, content }, published?.feed, now).map(withExample),
  ];
  try {
    const plan = await planFolder({ ...authoring, content }, published, now);
    return { ...report, warnings, doubts: doubtsAbout({ plan, previous: published?.feed, now, clock: now }) };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error.code !== "edit-refused") throw error;
    return { ...report, warnings, errors: [refusedEdit(authoring, error)], doubts: [] };
  }
}

/** An edit that cannot be published as it stands, where it stands in the file. */
export function refusedEdit(authoring: Authoring, { message, evidence }: TrustCenterError): Finding {
  const reason = String(evidence.reason);
  const [expected, found] = refusedWords[reason] ?? ["an edit that the list can say truly", "another"];
  const words = { expected, found, fix: message };
  const rule = refusalRules[reason] ?? "announcement";
  return withExample(findingIn(authoring.source)(rule, placeOfRefused(authoring, evidence), words));
}

/** What was expected and found, by why an edit is refused; how to mend it is its message. */
const refusedWords: Record<string, readonly [expected: string, found: string]> = {
  "too-early": ["a day on which the notice that the terms promise is over", "an earlier one"],
  "in-use-already": ["a day that is not over, or `since` as it was published", "a day on which it was in use already"],
  "id-reused": ["an id that no other company ever had", "one that another had"],
  "duplicate-id": ["an id that no other entry has", "one of two entries"],
  "another-company": ["the same company under its id", "a name that shares no word with the one before"],
  "never-used": ["the id of an entry that was in use", "one that was announced and never was"],
  "announced-twice": ["one entry of `announce` about a subject", "two"],
  "words-used": ["words that explain this change alone", "words that explained an earlier one"],
};

/** Which rule says why an edit is refused; the other reasons are about `announce`. */
const refusalRules: Record<string, RuleId> = {
  "too-early": "notice-period",
  "in-use-already": "notice-period",
  "id-reused": "id-reused",
  "duplicate-id": "id-reused",
  "another-company": "id-reused",
  "never-used": "reference",
};

function placeOfRefused({ announce, content }: Authoring, { reason, subject }: Record<string, unknown>): Path {
  const id = String(subject);
  const inList = content?.subprocessors.findIndex((entry) => entry.id === id) ?? -1;
  if (reason === "in-use-already") return ["subprocessors", inList, "since"];
  const inWords = announce.findIndex((words) => words.subject === id || words.subject.endsWith(`:${id}`));
  if (inWords >= 0) return ["announce", inWords, reason === "too-early" ? "effective" : "subject"];
  return inList < 0 ? [] : ["subprocessors", inList];
}
