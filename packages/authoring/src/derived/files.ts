import { atomFeed } from "./atom.ts";
import { deadlineCalendar } from "./calendar.ts";
import { subprocessorTable } from "./csv.ts";
import { jsonFeed } from "./json-feed.ts";
import { latestFeed } from "./latest.ts";
import { listPage } from "./page.ts";
import type { DerivedSource } from "./source.ts";

/** Files for people and simple tools, by path below the feed's address. No signature covers them. */
export async function derivedFiles(source: DerivedSource): Promise<Map<string, Uint8Array>> {
  const texts: [path: string, text: string][] = [
    ["latest.json", latestFeed(source)],
    ["subprocessors.csv", subprocessorTable(source)],
    ["updates.atom", atomFeed(source)],
    ["updates.json", jsonFeed(source)],
    ["deadlines.ics", await deadlineCalendar(source)],
    ["index.html", await listPage(source)],
  ];
  return new Map(texts.map(([path, text]) => [path, new TextEncoder().encode(text)]));
}
