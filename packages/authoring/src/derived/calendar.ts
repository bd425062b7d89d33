import { createHash } from "node:crypto";
import { type Change, standingsAt, toInstant } from "@trust-center/feed";
import { say } from "@trust-center/reading";
import { toldChange } from "./change-words.ts";
import { type DerivedSource, type FileReader, fileReader } from "./source.ts";

/**
 * A calendar (RFC 5545) of what lies ahead: each objection deadline, each effective
 * date. The objection deadlines of customer segments are events of their own.
 */
export function deadlineCalendar({ address, feed, entries, now }: DerivedSource): string {
  const reader = fileReader(feed);
  const name = reader.words("calendarTitle", { publisher: say(reader, feed.publisher.name) });
  const stamp = compact(entries.at(-1)?.at ?? feed.published);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Trust Center//trust-center//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    ...standingsAt(feed, now).open.flatMap((change) => {
      const { title, lines } = toldChange(change, entries, reader);
      return eventsOf(change, title, reader)
        .filter(({ at }) => at >= toInstant(now))
        .flatMap((event) => [
          "BEGIN:VEVENT",
          `UID:${createHash("sha256").update(`${address}\n${change.id}\n${event.name}`).digest("hex").slice(0, 32)}`,
          `DTSTAMP:${stamp}`,
          event.wholeDay ? `DTSTART;VALUE=DATE:${compact(event.at).slice(0, 8)}` : `DTSTART:${compact(event.at)}`,
          `SUMMARY:${escapeText(event.title)}`,
          `DESCRIPTION:${escapeText(lines.join("\n"))}`,
          `URL:${address}`,
          "TRANSP:TRANSPARENT",
          "END:VEVENT",
        ]);
    }),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

interface CalendarEvent {
  name: string;
  title: string;
  at: string;
  wholeDay?: boolean;
}

function eventsOf({ effective, window }: Change, change: string, { words }: FileReader): CalendarEvent[] {
  const start = { name: "effective", title: words("calendarEffective", { change }), wholeDay: true };
  const starts = effective === null ? [] : [{ ...start, at: effective }];
  if (!window) return starts;
  const segments = (window.segments ?? []).map(({ id, deadline }) => ({
    name: `deadline-${id}`,
    title: words("calendarSegment", { segment: id, change }),
    at: deadline,
  }));
  return [
    { name: "deadline", title: words("calendarDeadline", { change }), at: window.deadline },
    ...segments,
    ...starts,
  ];
}

/** `2026-04-30T12:00:00Z` as RFC 5545 §3.3.5 writes it. */
const compact = (instant: string): string => instant.replace(/[-:]/g, "");

/** RFC 5545 §3.3.11. Other control characters have no place in a text. */
const escapeText = (text: string): string =>
  text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n|\r|\n/g, "\\n")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u001f\u007f]/g, " ");

/** Folds a line at 75 octets, never inside a character (RFC 5545 §3.1). */
function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let length = 0;
  for (const letter of line) {
    const octets = Buffer.byteLength(letter);
    // A continuation line's leading space counts too.
    if (length + octets > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = "";
      length = 0;
    }
    part += letter;
    length += octets;
  }
  return [...parts, part].join("\r\n ");
}
