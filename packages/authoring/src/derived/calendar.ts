import { standingsAt, toInstant } from "@trust-center/feed";
import { calendarText, say } from "@trust-center/reading";
import { aheadChange } from "./change-words.ts";
import { movedBy, movedId, movedText } from "./moved.ts";
import { type DerivedSource, fileReader } from "./source.ts";

/** A calendar of what lies ahead in a list. */
export async function deadlineCalendar({ address, feed, entries, head, now }: DerivedSource): Promise<string> {
  const reader = fileReader(feed);
  const changes = standingsAt(feed, now).open.map((change) => ({ change, ...aheadChange(change, reader) }));
  const moved = movedBy(head.roots);
  const move = moved && {
    id: movedId(address, moved),
    title: movedText(moved, address, reader),
    ...{ at: moved.at, wholeDay: true, lines: [moved.feed], url: moved.feed },
  };
  return calendarText(
    {
      address,
      name: reader.words("calendarTitle", { publisher: say(reader, feed.publisher.name) }),
      stamp: entries.at(-1)?.at ?? feed.published,
      from: toInstant(now),
      also: move ? [move] : [],
    },
    changes,
    reader,
  );
}
