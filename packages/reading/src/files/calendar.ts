import { type Change, dayFor, sha256Hex } from "@trust-center/feed";
import type { Reader } from "../read/reader.ts";

/** A change, and how it is told. */
export interface ToldChange {
  readonly change: Change;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What a calendar is made of. */
export interface CalendarSource {
  /** The feed's address: the same event has the same identifier wherever it comes from. */
  readonly address: string;
  /** Where a reader finds the list; the feed's address where not given. */
  readonly page?: string | undefined;
  readonly name: string;
  /** When what it says was last changed, an instant. */
  readonly stamp: string;
  /** What is over by then is left out, an instant. */
  readonly from: string;
  /** What else there is to tell, also where it is over. */
  readonly also?: readonly CalendarEvent[] | undefined;
}

/** A time that a calendar has. */
export interface CalendarEvent {
  /** The same for the same event of a feed, whenever it is told. */
  readonly id: string;
  readonly title: string;
  /** An instant. */
  readonly at: string;
  readonly wholeDay?: boolean | undefined;
  readonly lines: readonly string[];
  /** Where it is read; where a reader finds the list, if not given. */
  readonly url?: string | undefined;
}

/**
 * A calendar (RFC 5545) of what lies ahead: each objection deadline, each effective date. The objection deadlines of
 * customer segments are events of their own.
 */
export async function calendarText(
  { address, page = address, name, stamp, from, also = [] }: CalendarSource,
  changes: readonly ToldChange[],
  reader: Pick<Reader, "t">,
): Promise<string> {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Trust Center//trust-center//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
  ];
  const ahead = changes.flatMap((change) => eventsOf(change, reader)).filter(({ at }) => at >= from);
  for (const { id, title, at, wholeDay, lines: told, url = page } of [...also, ...ahead]) {
    const uid = await sha256Hex(new TextEncoder().encode(`${address}\n${id}`));
    lines.push(
      "BEGIN:VEVENT",
      `UID:${uid.slice(0, 32)}`,
      `DTSTAMP:${compact(stamp)}`,
      wholeDay ? `DTSTART;VALUE=DATE:${compact(at).slice(0, 8)}` : `DTSTART:${compact(at)}`,
      `SUMMARY:${escapeText(title)}`,
      `DESCRIPTION:${escapeText(told.join("\n"))}`,
      `URL:${url}`,
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    );
  }
  return [...lines, "END:VCALENDAR"].map((line) => `${fold(line)}\r\n`).join("");
}

function eventsOf({ change: told, title: change, lines }: ToldChange, { t }: Pick<Reader, "t">): CalendarEvent[] {
  const { id, window } = told;
  const effective = dayFor(told);
  const event = (name: string, title: string, at: string, wholeDay?: boolean) => ({
    id: `${id}\n${name}`,
    title,
    at,
    wholeDay,
    lines,
  });
  const starts = effective === null ? [] : [event("effective", t("calendarEffective", { change }), effective, true)];
  if (!window) return starts;
  const segments = (window.segments ?? []).map(({ id, deadline }) =>
    event(`deadline-${id}`, t("calendarSegment", { segment: id, change }), deadline),
  );
  return [event("deadline", t("calendarDeadline", { change }), window.deadline), ...segments, ...starts];
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
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  let length = 0;
  for (const letter of line) {
    const octets = encoder.encode(letter).length;
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
