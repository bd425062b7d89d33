import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { audit, type Fault } from "../changes/audit.ts";
import { replay, saysTheSame } from "../changes/replay.ts";
import { undeclaredBetween } from "../changes/undeclared.ts";
import { check } from "../document/check.ts";
import { type Feed, feedSchema } from "../document/feed.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogEntry } from "../log/entry.ts";
import type { ReadFile } from "./options.ts";

/** The version of a list that its history begins with, and what the history holds against its publisher. */
interface Replayed {
  first: Feed;
  faults: Fault[];
}

/**
 * Replays a verified history from the first version of the list, and holds its publisher to its own notice terms.
 *
 * @throws {TrustCenterError} `unlogged-edit` where the list is not the one that its history makes, with what differs as
 *   `undeclared` in its evidence; `hash-mismatch`
 */
export async function replayHistory(feed: Feed, history: readonly LogEntry[], read: ReadFile): Promise<Replayed> {
  const start = history[0];
  if (!start) return { first: feed, faults: [] };
  const first = start.feed.version === feed.version ? feed : await readFirst(start, read);
  const made = replay(first, history);
  if (saysTheSame(made, feed)) return { first, faults: audit(first, history) };
  throw new TrustCenterError("unlogged-edit", "Expected the list that the history makes of its first version.", {
    version: feed.version,
    undeclared: undeclaredBetween(made, feed),
  });
}

async function readFirst({ feed: { version, sha256 } }: LogEntry, read: ReadFile): Promise<Feed> {
  const path = `feed/${sha256}.json`;
  const bytes = await read(path, limits.file);
  const found = await sha256Hex(bytes);
  if (found !== sha256) {
    throw new TrustCenterError("hash-mismatch", `${path} is not the file that the history names.`, {
      file: path,
      expected: sha256,
      found,
    });
  }
  const first = check(feedSchema, parseJson(bytes, "the first feed"), "the first feed");
  if (first.version === version) return first;
  throw new TrustCenterError(
    "unlogged-edit",
    "Expected the first feed's version to be the one that its history names.",
  );
}
