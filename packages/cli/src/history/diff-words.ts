import type { Difference } from "@trust-center/feed";
import { changeTitle } from "../derived/change-words.ts";
import { fieldWords } from "../derived/field-words.ts";

const subjects: Partial<Record<Difference["subject"]["type"], string>> = {
  all: "the list",
  publisher: "the publisher",
};

/** A difference's heading: `Added: Mail Two`. */
function title(difference: Difference, languages: readonly string[]): string {
  const words = changeTitle(difference, languages);
  const subject = subjects[difference.subject.type];
  return difference.name === undefined && subject ? `${words}: ${subject}` : words;
}

/** Differences in words, member by member. */
export function diffLines(differences: readonly Difference[], languages: readonly string[]): string[] {
  if (differences.length === 0) return ["Nothing differs."];
  return differences.flatMap((difference) => [
    title(difference, languages),
    ...fieldWords(difference, languages).map(
      ({ field, before, after }) => `  ${field}: ${before || "nothing"} → ${after || "nothing"}`,
    ),
  ]);
}

/** The same as Markdown, for a ticket or a pull request. */
export function diffMarkdown(
  [before, after]: readonly [string, string],
  differences: readonly Difference[],
  languages: readonly string[],
): string[] {
  const items = differences.flatMap((difference) => [
    `- **${escaped(title(difference, languages))}**`,
    ...fieldWords(difference, languages).map(
      ({ field, before, after }) =>
        `  - ${escaped(field)}: ${escaped(before) || "_nothing_"} → ${escaped(after) || "_nothing_"}`,
    ),
  ]);
  return [`## ${escaped(before)} → ${escaped(after)}`, "", ...(items.length > 0 ? items : ["Nothing differs."])];
}

/** Feeds are other people's text: no markup, no mention and no link comes of it (CommonMark §2.4). */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]()#!|~&]/g, (mark) => (mark === "&" ? "&amp;" : `\\${mark}`))
    .replace(/[@<>$]|:(?=\/\/)|(?<=www)\./gi, (mark) => `&#${mark.charCodeAt(0)};`);
