import { check, type Envelope, fromBase64url, limits, parseJson, type Root, rootSchema } from "@trust-center/feed";
import { joined, movedPlace } from "@trust-center/reading";
import type { FileReader } from "./source.ts";

/** Where a feed has moved, and since when its root says so. */
export interface Moved {
  feed: string;
  /** Instant at which the first of the roots that say so was signed. */
  at: string;
}

/** Undefined where the newest root names no other place. The roots were verified before. */
export function movedBy(roots: readonly Envelope[]): Moved | undefined {
  const read = roots.map((root) => rootIn(root));
  const to = read.at(-1)?.successor;
  if (!to) return undefined;
  const first = read.findLastIndex(({ successor }) => successor?.feed !== to.feed || successor.pin !== to.pin) + 1;
  return { feed: to.feed, at: (read[first] as Root).issued };
}

const rootIn = ({ payload }: Envelope): Root =>
  check(rootSchema, parseJson(fromBase64url(payload), "a root", limits.depth), "a root");

/** The words for it, before the name of the place. `address`: where it was. */
export const movedText = ({ feed }: Moved, address: string, reader: FileReader): string =>
  joined([reader.t("moved"), movedPlace(feed, address)], " ", reader);

/** The name of the entry that tells of it: RFC 4287 §4.2.6, an id never changes. */
export const movedId = (address: string, { at }: Moved): string => `${address}#moved-${at}`;
