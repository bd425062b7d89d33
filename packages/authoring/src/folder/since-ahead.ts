import { type Feed, type FeedContent, listAt, toInstant } from "@trust-center/feed";
import { isAhead } from "../meaning/fuzzy-dates.ts";
import { foundText } from "./expectation.ts";
import type { Finding } from "./report.ts";
import { findingIn, type YamlSource } from "./yaml-source.ts";

/**
 * Entries that are in use, and say so since a day to come: readers take them for announced. Before a first publish all are in use.
 *
 * @param now Milliseconds since 1970.
 */
export function sinceAhead(
  { source, content }: { source: YamlSource; content: FeedContent },
  published: Feed | undefined,
  now: number,
): Finding[] {
  const inUse = published && new Set(listAt(published, now).subprocessors.map(({ id }) => id));
  return content.subprocessors.flatMap(({ id, since }, at): Finding[] => {
    if (since === undefined || !isAhead(since, now) || (inUse && !inUse.has(id))) return [];
    const fix = `Correct it. From when what is announced holds is said in \`announce\`: [{ subject: ${id}, effective: … }].`;
    const expected = `a day that has come (it is ${toInstant(now).slice(0, 10)}): the entry is in use`;
    return [
      findingIn(source)("since-ahead", ["subprocessors", at, "since"], { expected, found: foundText(since), fix }),
    ];
  });
}
