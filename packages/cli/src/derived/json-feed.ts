import { resolveText } from "@trust-center/feed";
import { newestUpdates } from "./atom.ts";
import { changeLines, changeTitle, listTitle } from "./change-words.ts";
import { type DerivedSource, languagesOf } from "./source.ts";

/** The changes as a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), newest first. */
export function jsonFeed({ address, feed, entries }: DerivedSource): string {
  const languages = languagesOf(feed);
  const document = {
    version: "https://jsonfeed.org/version/1.1",
    title: listTitle(feed),
    home_page_url: feed.publisher.url ?? address,
    feed_url: `${address}updates.json`,
    language: languages[0] ?? "en",
    authors: [{ name: resolveText(feed.publisher.name, languages).value }],
    items: entries
      .slice(-newestUpdates)
      .reverse()
      .map(({ at, change, feed: version }) => ({
        id: `${address}#change-${change.id}`,
        url: feed.publisher.url ?? address,
        title: changeTitle(change, languages),
        content_text: changeLines(change, languages).join("\n"),
        date_published: at,
        tags: [change.kind],
        // Extensions start with an underscore (JSON Feed 1.1, "Extensions").
        _trust_center: { version: version.version, sha256: version.sha256, change },
      })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
