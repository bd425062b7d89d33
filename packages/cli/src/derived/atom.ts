import { resolveText } from "@trust-center/feed";
import { changeLines, changeTitle, listTitle } from "./change-words.ts";
import { escapeMarkup } from "./markup.ts";
import { type DerivedSource, languagesOf } from "./source.ts";

/** Entries that a feed reader gets: the newest ones. */
export const newestUpdates = 200;

/** The changes as an Atom feed (RFC 4287), newest first. */
export function atomFeed({ address, feed, entries }: DerivedSource): string {
  const languages = languagesOf(feed);
  const items = entries.slice(-newestUpdates).reverse();
  const author = resolveText(feed.publisher.name, languages).value;
  return [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeMarkup(languages[0] ?? "en")}">`,
    `  <id>${escapeMarkup(address)}</id>`,
    `  <title>${escapeMarkup(listTitle(feed))}</title>`,
    `  <updated>${items[0]?.at ?? feed.published}</updated>`,
    `  <author><name>${escapeMarkup(author)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escapeMarkup(address)}updates.atom"/>`,
    `  <link rel="alternate" type="text/html" href="${escapeMarkup(feed.publisher.url ?? address)}"/>`,
    ...items.flatMap(({ at, change, feed: version }) => [
      "  <entry>",
      // RFC 4287 §4.2.6: an id never changes, wherever the feed is read.
      `    <id>${escapeMarkup(`${address}#change-${change.id}`)}</id>`,
      `    <title>${escapeMarkup(changeTitle(change, languages))}</title>`,
      `    <published>${at}</published>`,
      `    <updated>${at}</updated>`,
      `    <category term="${escapeMarkup(change.kind)}"/>`,
      `    <link rel="related" type="application/json" href="${escapeMarkup(`${address}feed/${version.sha256}.json`)}"/>`,
      `    <content type="text">${escapeMarkup(changeLines(change, languages).join("\n"))}</content>`,
      "  </entry>",
    ]),
    "</feed>",
    "",
  ].join("\n");
}
