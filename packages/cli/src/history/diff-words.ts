import { escapeMarkdown, languagesOf, terminalReader } from "@trust-center/authoring";
import type { Difference, FeedContent } from "@trust-center/feed";
import { type Reader, tellDifference } from "@trust-center/reading";

/** Who reads in what two lists differ: what left has its name in the first. */
export function readerOfBoth(before: FeedContent, after: FeedContent): Reader {
  const both = <Name extends "services" | "groups" | "subprocessors">(name: Name) => [
    ...(after[name] ?? []),
    ...(before[name] ?? []),
  ];
  const names = { services: both("services"), groups: both("groups"), subprocessors: both("subprocessors") };
  return terminalReader(languagesOf(after), {
    ...(names as Pick<FeedContent, "services" | "groups" | "subprocessors">),
    ...(after.noticeTerms && { noticeTerms: after.noticeTerms }),
  });
}

/** Differences in words, member by member. */
export function diffLines(differences: readonly Difference[], reader: Reader): string[] {
  if (differences.length === 0) return ["Nothing differs."];
  return differences.flatMap((difference) => {
    const { title, rows } = tellDifference(difference, reader);
    return [title, ...rows.map(({ label, text }) => `  ${label}: ${text}`)];
  });
}

/** The same as Markdown, for a ticket or a pull request. */
export function diffMarkdown(
  [before, after]: readonly [string, string],
  differences: readonly Difference[],
  reader: Reader,
): string[] {
  const items = differences.flatMap((difference) => {
    const { title, rows } = tellDifference(difference, reader);
    return [
      `- **${escapeMarkdown(title)}**`,
      ...rows.map(({ label, text }) => `  - ${escapeMarkdown(label)}: ${escapeMarkdown(text)}`),
    ];
  });
  return [
    `## ${escapeMarkdown(before)} → ${escapeMarkdown(after)}`,
    "",
    ...(items.length > 0 ? items : ["Nothing differs."]),
  ];
}
