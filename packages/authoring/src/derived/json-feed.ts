import { say } from "@trust-center/reading";
import { newestUpdates } from "./atom.ts";
import { listTitle, toldChange } from "./change-words.ts";
import { movedBy, movedId, movedText } from "./moved.ts";
import { type DerivedSource, fileReader } from "./source.ts";

/** The changes as a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), newest first. */
export function jsonFeed({ address, head, feed, entries }: DerivedSource): string {
  const reader = fileReader(feed);
  const moved = movedBy(head.roots);
  const changes = entries.slice(-newestUpdates).reverse();
  const document = {
    version: "https://jsonfeed.org/version/1.1",
    title: listTitle(feed, reader),
    home_page_url: feed.publisher.url ?? address,
    feed_url: `${address}updates.json`,
    language: reader.tag,
    authors: [{ name: say(reader, feed.publisher.name) }],
    items: [
      ...(moved
        ? [
            {
              id: movedId(address, moved),
              url: moved.feed,
              title: movedText(moved, address, reader),
              content_text: moved.feed,
              date_published: moved.at,
            },
          ]
        : []),
      ...changes.map(({ at, change, feed: version }) => {
        const { title, lines } = toldChange(change, entries, reader);
        return {
          id: `${address}#change-${change.id}`,
          url: feed.publisher.url ?? address,
          title,
          content_text: lines.join("\n"),
          date_published: at,
          tags: [change.kind],
          // Extensions start with an underscore (JSON Feed 1.1, "Extensions").
          _trust_center: { version: version.version, sha256: version.sha256, change },
        };
      }),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
