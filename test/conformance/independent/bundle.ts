import { require } from "./failure.ts";
import { base64url, type Json, parse, refuseHalves } from "./json.ts";
import { hex } from "./keys.ts";
import { leafHash, rootFromPath } from "./merkle.ts";
import { readEntry, readFeedDocument, readHead } from "./reader.ts";
import { follows } from "./schema.ts";

/* §8.5 */

export interface Asked {
  pin: string | null;
  /** Milliseconds since 1970. */
  now: number;
  /** The lines of the history of today. */
  history: readonly string[] | null;
}

export function readBundle(text: string, { pin, now, history }: Asked) {
  const bundle = follows("proof", parse(Buffer.from(text), 16));
  refuseHalves(bundle);
  const bytes = Buffer.from(bundle.head);
  const { timestamp: envelope } = follows("head", parse(bytes, 16));
  const unverified = follows("timestamp", parse(base64url(envelope.payload), 16));
  const issued = Date.parse(unverified.issued);
  const { manifest, next: state } = readHead(bytes, { address: bundle.feed, pin, state: null, now: issued });
  require(issued <= now + 300_000, "clock", "of the future");
  for (const one of [bundle.entry, bundle.next]) {
    require(!history || !one || history[one.index] === one.line, "log-inconsistent", "not in today's history");
  }
  const entry = inLog(bundle.entry, manifest.log);
  const next = bundle.next && inLog(bundle.next, manifest.log);
  require(entry.at <= bundle.at, "not-covered", "before the entry");
  if (next) {
    require(bundle.next.index === bundle.entry.index + 1, "log-inconsistent", "not the next entry");
    require(next.at > bundle.at, "not-covered", "replaced before");
  } else {
    require(bundle.entry.index === manifest.log.size - 1, "log-inconsistent", "not the last entry");
    require(bundle.at <= unverified.issued, "not-covered", "after it was signed");
  }
  const list = Buffer.from(bundle.list);
  require(hex(list) === entry.feed.sha256, "hash-mismatch", "another list");
  const feed = readFeedDocument(list);
  require(feed.version === entry.feed.version, "unlogged-edit", "another version");
  return { version: feed.version, at: bundle.at, ...(state.trust === "first-seen" && { trust: state.trust }) };
}

function inLog({ index, line, proof }: Json, { size, root }: Json): Json {
  const hashes = proof.map((hash: string) => Buffer.from(hash, "hex"));
  const led = index < size ? rootFromPath(index, size, leafHash(Buffer.from(line)), hashes) : undefined;
  require(led?.toString("hex") === root, "log-inconsistent", "not in the log");
  return readEntry(parse(Buffer.from(line)));
}
