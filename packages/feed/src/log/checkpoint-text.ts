import { toBinary } from "../bytes/base64url.ts";

/** The log's name for a feed's address (C2SP tlog-checkpoint: a schema-less URL). */
export function logOrigin(feed: string): string {
  return feed.replace(/^[a-z]+:\/\//, "").replace(/\/$/, "");
}

/** What a checkpoint states, and its signatures are over (C2SP tlog-checkpoint). Feeds have no extension lines. */
export const checkpointText = (origin: string, size: number, root: Uint8Array): string =>
  `${origin}\n${size}\n${btoa(toBinary(root))}\n`;
