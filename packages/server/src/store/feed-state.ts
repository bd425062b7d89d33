import { type Feed, type LogEntry, parseJson } from "@trust-center/feed";
import type { Queries } from "./open.ts";

/** The feed as it was verified last. */
export interface FeedState {
  /** The feed's address. */
  address: string;
  pin: string;
  version: number;
  sha256: string;
  log: { size: number; root: string };
  feed: Feed;
  /** Key ids that the feed's root gives the receipt role. */
  receiptKids: string[];
  /** Milliseconds since 1970 on the database's clock. */
  verifiedAt: number;
  /** Where the feed's root says that it has moved to. */
  successor?: { feed: string; pin: string };
}

/** What was verified last, whatever the network says now. */
export async function readFeedState(db: Queries): Promise<FeedState | undefined> {
  const row = await db.selectFrom("feed_state").selectAll().executeTakeFirst();
  return (
    row && {
      address: row.feed,
      pin: row.pin,
      version: row.version,
      sha256: row.sha256,
      log: { size: row.log_size, root: row.log_root },
      feed: JSON.parse(row.document) as Feed,
      receiptKids: JSON.parse(row.receipt_kids) as string[],
      verifiedAt: row.verified_at,
      ...(row.successor && { successor: JSON.parse(row.successor) as { feed: string; pin: string } }),
    }
  );
}

/** Keeps a verified feed and the entries of its history from `from` on. */
export async function keepFeedState(
  tx: Queries,
  state: FeedState,
  history: readonly LogEntry[],
  from: number,
): Promise<void> {
  const row = {
    feed: state.address,
    pin: state.pin,
    log_size: state.log.size,
    log_root: state.log.root,
    version: state.version,
    sha256: state.sha256,
    document: JSON.stringify(state.feed),
    receipt_kids: JSON.stringify(state.receiptKids),
    verified_at: state.verifiedAt,
    successor: state.successor ? JSON.stringify(state.successor) : null,
  };
  await tx
    .insertInto("feed_state")
    .values(row)
    .onConflict((conflict) => conflict.column("feed").doUpdateSet(row))
    .execute();
  for (let position = from; position < history.length; position++) {
    const entry = history[position] as LogEntry;
    const { version, sha256 } = entry.feed;
    const values = { position, change: entry.change.id, version, sha256, entry: JSON.stringify(entry) };
    await tx.insertInto("log_entries").values(values).execute();
  }
}

/** The entries of the history after one log size, up to another. */
export async function entriesBetween(db: Queries, since: number, until: number): Promise<LogEntry[]> {
  const found = await db
    .selectFrom("log_entries")
    .select("entry")
    .where("position", ">=", since)
    .where("position", "<", until)
    .orderBy("position")
    .execute();
  return found.map(({ entry }) => parseEntry(entry));
}

const parseEntry = (entry: string) => parseJson(new TextEncoder().encode(entry), "a kept entry") as LogEntry;

/** The entry that announced a change. */
export async function findEntry(db: Queries, change: string): Promise<LogEntry | undefined> {
  const row = await db.selectFrom("log_entries").select("entry").where("change", "=", change).executeTakeFirst();
  return row && parseEntry(row.entry);
}

/** Whether a version of the feed with this hash was ever published. */
export async function wasPublished(db: Queries, version: number, sha256: string): Promise<boolean> {
  const row = await db
    .selectFrom("log_entries")
    .select("position")
    .where("version", "=", version)
    .where("sha256", "=", sha256)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
