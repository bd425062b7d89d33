import { escapeMarkdown, terminalReader } from "@trust-center/authoring";
import type { Difference } from "@trust-center/feed";
import { changeFacts, changeFactText, factLabel, withUrls } from "@trust-center/reading";
import { changeTitle } from "../output/change-words.ts";

/** What differs in each fact: `Location: Germany → France`. */
function factsOf(difference: Difference, languages: readonly string[]): { label: string; text: string }[] {
  const reader = terminalReader(languages);
  return changeFacts(difference, reader).map((fact) => ({
    label: factLabel(fact, reader),
    text: changeFactText(fact, reader, withUrls),
  }));
}

/** Differences in words, member by member. */
export function diffLines(differences: readonly Difference[], languages: readonly string[]): string[] {
  if (differences.length === 0) return ["Nothing differs."];
  return differences.flatMap((difference) => [
    changeTitle(difference, languages),
    ...differenceFacts(difference, languages).map((fact) => `  ${fact}`),
  ]);
}

/** What differs in each fact of a difference, a line each: `Location: Germany → France`. */
export const differenceFacts = (difference: Difference, languages: readonly string[]): string[] =>
  factsOf(difference, languages).map(({ label, text }) => `${label}: ${text}`);

/** The same as Markdown, for a ticket or a pull request. */
export function diffMarkdown(
  [before, after]: readonly [string, string],
  differences: readonly Difference[],
  languages: readonly string[],
): string[] {
  const items = differences.flatMap((difference) => [
    `- **${escapeMarkdown(changeTitle(difference, languages))}**`,
    ...factsOf(difference, languages).map(({ label, text }) => `  - ${escapeMarkdown(label)}: ${escapeMarkdown(text)}`),
  ]);
  return [
    `## ${escapeMarkdown(before)} → ${escapeMarkdown(after)}`,
    "",
    ...(items.length > 0 ? items : ["Nothing differs."]),
  ];
}
