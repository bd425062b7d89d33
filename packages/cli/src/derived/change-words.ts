import { type Change, type Feed, resolveText, type Text } from "@trust-center/feed";
import { languagesOf } from "./source.ts";

const words: Record<Change["kind"], string> = {
  initial: "First publication of the list",
  added: "Added",
  removed: "Removed",
  replaced: "Replacement",
  sunset: "Being phased out",
  restored: "Restored",
  effective: "In effect",
  scope: "Scope changed",
  location: "Location changed",
  data: "Data changed",
  purpose: "Purpose changed",
  "transfer-mechanism": "Transfer mechanism changed",
  terms: "Notice terms changed",
  policy: "Policy changed",
  corrected: "Corrected",
};

/** A change in a few words: `Added: Mail Two`. */
export function changeTitle(change: Pick<Change, "kind" | "name" | "replaces">, languages: readonly string[]): string {
  const name = resolveText(change.name, languages).value;
  const replaces = change.replaces?.length ? ` (replaces ${change.replaces.join(", ")})` : "";
  return name ? `${words[change.kind]}: ${name}${replaces}` : words[change.kind];
}

/** A change with its dates, a sentence a line. */
export function changeLines(change: Change, languages: readonly string[]): string[] {
  const summary = resolveText(change.summary, languages).value;
  const lines = [summary, `Announced ${dayOf(change.announced)}. Takes effect ${dayOf(change.effective)}.`];
  if (change.fields?.length) lines.push(`Changed: ${change.fields.map(({ field }) => field).join(", ")}.`);
  if (change.objection) {
    lines.push(`Objections until ${minuteOf(change.objection.deadline)}.`);
    for (const { id, deadline } of change.objection.segments ?? []) {
      lines.push(`Objections of customers under “${id}” until ${minuteOf(deadline)}.`);
    }
  }
  return lines.filter((line) => line !== "");
}

/** `2026-04-30` */
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** `2026-04-30 23:59 UTC` */
export const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** The publisher's name and the list's title: `Acme: sub-processors`. */
export function listTitle(feed: Feed): string {
  const languages = languagesOf(feed);
  const own = resolveText(feed.title, languages).value;
  return own || `${resolveText(feed.publisher.name, languages).value}: sub-processors`;
}

/** A text in the publisher's language. */
export const plain = (text: Text | undefined, languages: readonly string[]): string =>
  resolveText(text, languages).value;
