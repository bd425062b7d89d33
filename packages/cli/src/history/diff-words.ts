import { escapeMarkdown, languagesOf, terminalReader } from "@trust-center/authoring";
import type { Difference } from "@trust-center/feed";
import { type Names, type Reader, tellDifference } from "@trust-center/reading";
import type { Side } from "./side.ts";

/** Who reads in what two lists differ: what has left has its name in either. */
export function readerOfBoth(before: Side, after: Side): Reader {
  const both = <Member>(of: (names: Names) => readonly Member[] | undefined) => [
    ...(of(after.names) ?? []),
    ...(of(before.names) ?? []),
  ];
  const { noticeTerms } = after.content;
  return terminalReader(languagesOf(after.content), {
    services: both(({ services }) => services),
    groups: both(({ groups }) => groups),
    subprocessors: both(({ subprocessors }) => subprocessors),
    ...(noticeTerms && { noticeTerms }),
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
