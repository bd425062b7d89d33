import type { LogEntry } from "@trust-center/feed";
import { say } from "@trust-center/reading";
import { listTitle, toldChange } from "./change-words.ts";
import { escapeMarkup } from "./markup.ts";
import { type Moved, movedBy, movedId, movedText } from "./moved.ts";
import { type DerivedSource, type FileReader, fileReader } from "./source.ts";

/** Entries that a feed reader gets: the newest ones. */
export const newestUpdates = 200;

/** The changes as an Atom feed (RFC 4287), newest first. */
export function atomFeed({ address, head, feed, entries }: DerivedSource): string {
  const reader = fileReader(feed);
  const items = entries.slice(-newestUpdates).reverse();
  const author = say(reader, feed.publisher.name);
  const moved = movedBy(head.roots);
  const updated = [items[0]?.at ?? feed.published, moved?.at ?? ""].sort().at(-1);
  return [
    `<?xml version="1.0" encoding="utf-8"?>`,
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeMarkup(reader.tag)}">`,
    `  <id>${escapeMarkup(address)}</id>`,
    `  <title>${escapeMarkup(listTitle(feed, reader))}</title>`,
    `  <updated>${updated}</updated>`,
    `  <author><name>${escapeMarkup(author)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${escapeMarkup(address)}updates.atom"/>`,
    `  <link rel="alternate" type="text/html" href="${escapeMarkup(feed.publisher.url ?? address)}"/>`,
    ...(moved ? movedLines(address, moved, reader) : []),
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

/** Whoever reads this feed alone would not hear of it otherwise. */
function movedLines(address: string, moved: Moved, reader: FileReader): string[] {
  return [
    "  <entry>",
    `    <id>${escapeMarkup(movedId(address, moved))}</id>`,
    `    <title>${escapeMarkup(movedText(moved, address, reader))}</title>`,
    `    <published>${moved.at}</published>`,
    `    <updated>${moved.at}</updated>`,
    `    <link rel="related" type="text/html" href="${escapeMarkup(moved.feed)}"/>`,
    `    <content type="text">${escapeMarkup(moved.feed)}</content>`,
    "  </entry>",
  ];
}
