import { type Feed, listAt } from "@trust-center/feed";
import type { Known } from "./csv.ts";

/** What a recipient can be told apart by in a feed: as it stands, and as it is announced to be. */
export function knownIn(feed: Feed): Known {
  const lists = [feed, listAt(feed, Number.POSITIVE_INFINITY)];
  const { segments = [], rules = [] } = feed.noticeTerms ?? {};
  return {
    segments: unique([...segments.map(({ id }) => id), ...rules.flatMap(({ when }) => when?.segment ?? [])]),
    services: unique(lists.flatMap(({ services = [] }) => services.map(({ id }) => id))),
  };
}

const unique = (ids: readonly string[]) => [...new Set(ids)].sort();
