import type { Feed, LogEntry } from "@trust-center/feed";

/** All that derived files are made of: the same input gives the same bytes. */
export interface DerivedSource {
  /** The feed's address, ending in `/`, and its pin. */
  address: string;
  pin: string;
  feed: Feed;
  /** The whole history, oldest first. */
  entries: readonly LogEntry[];
}

/** The publisher's own language first, then English. */
export const languagesOf = ({ publisher }: Pick<Feed, "publisher">): string[] => [...(publisher.languages ?? []), "en"];
