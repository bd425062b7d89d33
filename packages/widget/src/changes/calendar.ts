import { type Change, toInstant } from "@trust-center/feed";
import { calendarText, joined, say, tellChange } from "@trust-center/reading";
import { readerOf } from "../view/reader.ts";
import { saveFile } from "../view/save-file.ts";
import type { View } from "../view/view.ts";

/** Saves the deadline and the day of effect of a change as a calendar file. */
export async function saveCalendar(view: View, change: Change): Promise<void> {
  const reader = readerOf(view);
  const { title, rows } = tellChange({ change }, reader);
  const told = { change, title, lines: rows.map(({ label, text }) => joined([label, text], ": ", reader)) };
  const { address, feed } = view.center;
  const text = await calendarText(
    {
      address,
      page: view.places.linkTo({ is: "change", id: change.id, object: false }),
      name: say(reader, feed.title) || say(reader, feed.publisher.name),
      stamp: feed.published,
      from: toInstant(view.now),
    },
    [told],
    reader,
  );
  saveFile(text, { name: `change-${change.id}.ics`, type: "text/calendar" });
}
