import type { Change, ChangeKind } from "../document/change.ts";
import type { FeedContent } from "../document/feed.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { comparable } from "./comparable.ts";
import { differingFields, type FieldDifference } from "./fields.ts";
import { matchSubprocessors } from "./match.ts";

/** A change without the dates and id that publishing gives it. */
export type Difference = Pick<Change, "kind" | "subject" | "name" | "replaces" | "summary" | "fields">;

/**
 * The structured difference of two lists, one change per subject and kind.
 * Wording and order alone never make a removal or an addition.
 */
export function diffFeeds(before: FeedContent, after: FeedContent): Difference[] {
  return [
    ...diffSubprocessors(before.subprocessors, after.subprocessors),
    ...diffPolicies(before.policies ?? [], after.policies ?? []),
    ...diffTerms(before, after),
    ...diffRest(before, after),
  ];
}

function diffSubprocessors(before: readonly Subprocessor[], after: readonly Subprocessor[]): Difference[] {
  const { pairs, removed, added } = matchSubprocessors(before, after);
  const replaced = new Set(added.flatMap((entry) => entry.replaces ?? []));
  const byId = new Map(before.map((entry) => [entry.id, entry]));
  return [
    ...added.map((entry) =>
      arrival(
        entry,
        (entry.replaces ?? []).filter((id) => byId.has(id)),
      ),
    ),
    ...pairs.flatMap(([a, b]) => diffPair(a, b, replaced)),
    ...removed.filter((entry) => !replaced.has(entry.id)).map((entry) => about("removed", entry)),
  ];
}

function arrival(entry: Subprocessor, replaces: string[]): Difference {
  if (entry.status === "former") return about("corrected", entry);
  return replaces.length > 0 ? { ...about("replaced", entry), replaces } : about("added", entry);
}

function diffPair(before: Subprocessor, after: Subprocessor, replaced: ReadonlySet<string>): Difference[] {
  const differences = differingFields(before, after);
  const byKind = new Map<ChangeKind, FieldDifference[]>();
  for (const difference of differences.filter(({ field }) => !statusFields.has(field))) {
    byKind.set(difference.kind, [...(byKind.get(difference.kind) ?? []), difference]);
  }
  const status = statusChange(before, after);
  // The replacement says it already, whether the entry is gone at once or stays until the other may start.
  const leavesForAnother = (status === "removed" || status === "sunset") && replaced.has(before.id);
  return [
    ...(status && !leavesForAnother ? [about(status, after)] : []),
    ...[...byKind].map(([kind, fields]) => ({
      ...about(kind, after),
      fields: fields.map(({ field, before, after }) => ({
        field,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      })),
    })),
  ];
}

/** Members that a status change explains, and that publishing itself fills in. */
const statusFields = new Set(["status", "effective", "announced", "until", "since", "reason", "replacedBy"]);

function statusChange(before: Subprocessor, after: Subprocessor): ChangeKind | undefined {
  const [from, to] = [before.status ?? "active", after.status ?? "active"];
  if (from === to) {
    const dates = [...statusFields].filter((field) => field !== "status");
    const moved = dates.some((field) => comparable(before[field]) !== comparable(after[field]));
    return moved ? "corrected" : undefined;
  }
  if (to === "former") return "removed";
  if (to === "sunset") return "sunset";
  if (to === "planned") return from === "former" ? "restored" : "corrected";
  return from === "planned" ? "effective" : "restored";
}

function diffPolicies(
  before: NonNullable<FeedContent["policies"]>,
  after: NonNullable<FeedContent["policies"]>,
): Difference[] {
  const left = new Map(before.map((policy) => [policy.id, policy]));
  const right = new Map(after.map((policy) => [policy.id, policy]));
  const changed = [...right.values()].filter(
    (policy) => JSON.stringify(policy) !== JSON.stringify(left.get(policy.id)),
  );
  const gone = [...left.values()].filter((policy) => !right.has(policy.id));
  return [...changed, ...gone].map((policy) => {
    const [old, now] = [left.get(policy.id), right.get(policy.id)];
    return {
      kind: "policy",
      subject: { type: "policy", id: policy.id },
      name: policy.title,
      fields: [{ field: "version", before: old?.version ?? null, after: now?.version ?? null }],
    };
  });
}

function diffTerms(before: FeedContent, after: FeedContent): Difference[] {
  if (JSON.stringify(before.noticeTerms) === JSON.stringify(after.noticeTerms)) return [];
  const fields = [{ field: "noticeTerms", before: before.noticeTerms ?? null, after: after.noticeTerms ?? null }];
  return [{ kind: "terms", subject: { type: "terms" }, fields }];
}

const addedByPublishing = ["type", "format", "version", "published", "upcoming"];

/** Everything else that a reader sees: a correction of the whole list. */
function diffRest(before: FeedContent, after: FeedContent): Difference[] {
  const passedOver = new Set(["subprocessors", "policies", "noticeTerms", ...addedByPublishing]);
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => !passedOver.has(field),
  );
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (changed.length === 0) return [];
  return [
    {
      kind: "corrected",
      subject: { type: changed.every((field) => field === "publisher") ? "publisher" : "all" },
      fields: changed.map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null })),
    },
  ];
}

const about = (kind: ChangeKind, { id, name }: Subprocessor): Difference => ({
  kind,
  subject: { type: "subprocessor", id },
  name,
});
