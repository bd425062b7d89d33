import { languagesOf, terminalReader } from "@trust-center/authoring";
import type { Feed } from "@trust-center/feed";
import { dayText, momentText, namesIn, type Reader } from "@trust-center/reading";

/** Who reads at a terminal what a feed says: in the publisher's languages, with the names that its ids have. */
export const readerOfFeed = (feed: Feed | undefined): Reader =>
  feed ? terminalReader(languagesOf(feed), namesIn(feed)) : terminalReader(["en"]);

/** `30 Apr 2026` */
export const dayOf = (instant: string): string => dayText("en", instant);

/** `30 Apr 2026, 23:59 UTC` */
export const minuteOf = (instant: string): string => momentText("en", instant, "UTC");
