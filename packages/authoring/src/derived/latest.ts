import { listAt } from "@trust-center/feed";
import type { DerivedSource } from "./source.ts";

/** The feed for `curl | jq`, indented: the list as it is at `asOf`, and what is open. */
export const latestFeed = ({ feed, now }: DerivedSource): string => {
  const { type, format, version, published, open, former } = feed;
  const asOf = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
  return `${JSON.stringify({ type, format, version, published, asOf, ...listAt(feed, now), open, former }, null, 2)}\n`;
};
