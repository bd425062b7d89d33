import type { DerivedSource } from "./source.ts";

/** The feed for `curl | jq`, indented. */
export const latestFeed = ({ feed }: DerivedSource): string => `${JSON.stringify(feed, null, 2)}\n`;
