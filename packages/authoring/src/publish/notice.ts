import { type Change, type Feed, type LogEntry, resolveText } from "@trust-center/feed";
import { isOfList, namesIn } from "@trust-center/reading";
import { toldChange } from "../derived/change-words.ts";
import { languagesOf, terminalReader } from "../derived/source.ts";
import type { Notice } from "./result.ts";

/** What subscribers will be told of a version, in short; undefined where nothing changed. */
export function noticeOf(feed: Feed, changes: readonly Change[], entries: readonly LogEntry[]): Notice | undefined {
  if (changes.length === 0) return undefined;
  const languages = languagesOf(feed);
  const name = resolveText(feed.publisher.name, languages).value;
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  const reader = terminalReader(languages, namesIn(feed));
  const blocks = changes.map((change) => {
    const { title, lines } = toldChange(change, entries, reader);
    return [title, ...lines.map((line) => `  ${line}`)].join("\n");
  });
  return {
    subject: `${name}: ${count}${changes.some(isOfList) ? " to the list of sub-processors" : ""} (version ${feed.version})`,
    text: `${blocks.join("\n\n")}\n`,
  };
}
