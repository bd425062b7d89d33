import type { LogEntry } from "@trust-center/feed";
import { say } from "@trust-center/reading";
import { listTitle, toldChange } from "./change-words.ts";
import { escapeMarkup } from "./markup.ts";
import { type DerivedSource, type FileReader, fileReader } from "./source.ts";

/** Entries that a feed reader gets: the newest ones. */
export const newestUpdates = 200;

/** The changes as an Atom feed (RFC 4287), newest first. */
export function atomFeed({ address, feed, entries }: DerivedSource): string {
  const reader = fileReader(feed);
  const items = entries.slice(-newestUpdates).reverse();
  const author = say(reader, feed.publisher.name);
  return [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeMarkup(reader.tag)}">`,
    `  <id>${escapeMarkup(address)}</id>`,
    `  <title>${escapeMarkup(listTitle(feed, reader))}</title>`,
    `  <updated>${items[0]?.at ?? feed.published}</updated>`,
    `  <author><name>${escapeMarkup(author)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escapeMarkup(address)}updates.atom"/>`,
    `  <link rel="alternate" type="text/html" href="${escapeMarkup(feed.publisher.url ?? address)}"/>`,
    ...items.flatMap((entry) => entryLines({ address, entries }, entry, reader)),
    "</feed>",
    "",
  ].join("\n");
}

function entryLines(
  { address, entries }: Pick<DerivedSource, "address" | "entries">,
  { at, change, feed: version }: LogEntry,
  reader: FileReader,
): string[] {
  const { title, lines } = toldChange(change, entries, reader);
  return [
    "  <entry>",
    // RFC 4287 §4.2.6: an id never changes, wherever the feed is read.
    `    <id>${escapeMarkup(`${address}#change-${change.id}`)}</id>`,
    `    <title>${escapeMarkup(title)}</title>`,
    `    <published>${at}</published>`,
    `    <updated>${at}</updated>`,
    `    <category term="${escapeMarkup(change.kind)}"/>`,
    `    <link rel="related" type="application/json" href="${escapeMarkup(`${address}feed/${version.sha256}.json`)}"/>`,
    `    <content type="text">${escapeMarkup(lines.join("\n"))}</content>`,
    "  </entry>",
  ];
}
