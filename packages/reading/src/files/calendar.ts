import { type Change, sha256Hex } from "@trust-center/feed";
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
}

interface Event {
  name: string;
  title: string;
  at: string;
  wholeDay?: boolean;
}

/**
 * A calendar (RFC 5545) of what lies ahead: each objection deadline, each effective date. The objection deadlines of
 * customer segments are events of their own.
 */
export async function calendarText(
  { address, page = address, name, stamp, from }: CalendarSource,
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
  for (const { change, title, lines: told } of changes) {
    for (const event of eventsOf(change, title, reader).filter(({ at }) => at >= from)) {
      const uid = await sha256Hex(new TextEncoder().encode(`${address}\n${change.id}\n${event.name}`));
      lines.push(
        "BEGIN:VEVENT",
        `UID:${uid.slice(0, 32)}`,
        `DTSTAMP:${compact(stamp)}`,
        event.wholeDay ? `DTSTART;VALUE=DATE:${compact(event.at).slice(0, 8)}` : `DTSTART:${compact(event.at)}`,
        `SUMMARY:${escapeText(event.title)}`,
        `DESCRIPTION:${escapeText(told.join("\n"))}`,
        `URL:${page}`,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
      );
    }
  }
  return [...lines, "END:VCALENDAR"].map((line) => `${fold(line)}\r\n`).join("");
}

function eventsOf({ effective, window }: Change, change: string, { t }: Pick<Reader, "t">): Event[] {
  const start = { name: "effective", title: t("calendarEffective", { change }), wholeDay: true };
  const starts = effective === null ? [] : [{ ...start, at: effective }];
  if (!window) return starts;
  const segments = (window.segments ?? []).map(({ id, deadline }) => ({
    name: `deadline-${id}`,
    title: t("calendarSegment", { segment: id, change }),
    at: deadline,
  }));
  return [{ name: "deadline", title: t("calendarDeadline", { change }), at: window.deadline }, ...segments, ...starts];
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
