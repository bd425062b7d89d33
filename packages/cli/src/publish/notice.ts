import { type Change, type Feed, resolveText } from "@trust-center/feed";
import { changeLines, changeTitle } from "../derived/change-words.ts";
import { languagesOf } from "../derived/source.ts";
import type { Notice } from "./result.ts";

/** What subscribers will be told of a version, in short; undefined where nothing changed. */
export function noticeOf(feed: Feed, changes: readonly Change[]): Notice | undefined {
  if (changes.length === 0) return undefined;
  const languages = languagesOf(feed);
  const name = resolveText(feed.publisher.name, languages).value;
  const count = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  const blocks = changes.map((change) =>
    [changeTitle(change, languages), ...changeLines(change, languages).map((line) => `  ${line}`)].join("\n"),
  );
  return {
    subject: `${name}: ${count} to the list of sub-processors (version ${feed.version})`,
    text: `${blocks.join("\n\n")}\n`,
  };
}
