import {
  type Change,
  type Envelope,
  type Feed,
  type LogEntry,
  leftOf,
  parseJson,
  standingsAt,
} from "@trust-center/feed";
import { type Tellable, touchedIn } from "@trust-center/reading";
import { voidBy } from "../objections/void-by.ts";
import { type Concerns, concernsIn } from "../recipients/concerns.ts";
import { isOpenToAny } from "../recipients/open.ts";
import { setCursors } from "./leave-feed.ts";
import { followPublished } from "./moments.ts";
import { hasPublish, keepPublish } from "./outbox.ts";
import { change, clock, lockFeed, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

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
  /** The feed's roots, the oldest first; absent in what an older version of the service kept. */
  roots?: readonly Envelope[];
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
      ...(row.roots && { roots: JSON.parse(row.roots) as Envelope[] }),
      ...(row.successor && { successor: JSON.parse(row.successor) as { feed: string; pin: string } }),
    }
  );
}

/** A feed that was verified, with its history. */
export interface Seen {
  state: Omit<FeedState, "verifiedAt">;
  history: readonly LogEntry[];
  /** What mails say of a publish, as JSON. */
  payload: string;
  /** When the look at it began, milliseconds since 1970 on the database's clock. */
  began: number;
}

/**
 * `behind`: another has taken a longer log while this look was under way. `shorter`: the log is shorter than the one that
 * was known before the look began.
 */
export type Advance = { state: FeedState; isNews: boolean } | { state: FeedState; refused: "behind" | "shorter" };

/** Takes a verified feed; what it adds to the log becomes a publish. A first sight of a feed tells nobody its past. */
export async function advance(tx: Queries, { state, history, payload, began }: Seen): Promise<Advance> {
  await lockFeed(tx, "alone");
  const before = await readFeedState(tx);
  const since = before?.log.size ?? 0;
  if (before && state.log.size < since) {
    return { state: before, refused: before.verifiedAt >= began ? "behind" : "shorter" };
  }
  const now: FeedState = { ...state, verifiedAt: await clock(tx) };
  await keepFeedState(tx, now);
  await keepEntries(tx, history.slice(since), {
    from: since,
    feeds: before ? [before.feed, state.feed] : [state.feed],
  });
  for (const [at, { change }] of history.slice(since).entries())
    await followPublished(tx, { change, position: since + at }, now.verifiedAt);
  // Whoever subscribed under an address that the feed has left was told there of all that it said there.
  if (!before) await setCursors(tx, state.log.size);
  const isNews = before !== undefined && state.log.size > since;
  // Nobody is told what was there at first sight; but whoever is entered later is told by it of what is still open.
  if (isNews || !(await hasPublish(tx)))
    await keepPublish(tx, { id: `notice-${state.log.size}`, since, logSize: state.log.size, payload, isNews });
  return { state: now, isNews };
}

async function keepFeedState(tx: Queries, state: FeedState): Promise<void> {
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
    roots: state.roots ? JSON.stringify(state.roots) : null,
    successor: state.successor ? JSON.stringify(state.successor) : null,
  };
  await tx
    .insertInto("feed_state")
    .values(row)
    .onConflict((conflict) => conflict.column("feed").doUpdateSet(row))
    .execute();
}

/** Where entries begin in the log, and the lists that they lie between. */
interface Between {
  from: number;
  feeds: readonly Feed[];
}

/** Keeps entries of the history, and whom each concerns: later the lists of the day are gone. */
async function keepEntries(tx: Queries, entries: readonly LogEntry[], { from, feeds }: Between): Promise<void> {
  const find = concernsIn(feeds);
  for (const [at, entry] of entries.entries()) {
    const { version, sha256 } = entry.feed;
    const { id, touches } = entry.change;
    const concerns = find(entry.change, touches && (await findConcerns(tx, touches.change)));
    const values = { position: from + at, change: id, version, sha256, entry: JSON.stringify(entry) };
    await tx
      .insertInto("log_entries")
      .values({ ...values, concerns: JSON.stringify(concerns) })
      .execute();
  }
}

/** Whom a change concerns; everybody where it is not kept. */
async function findConcerns(db: Queries, change: string): Promise<Concerns> {
  const row = await db.selectFrom("log_entries").select("concerns").where("change", "=", change).executeTakeFirst();
  return row?.concerns ? (JSON.parse(row.concerns) as Concerns) : { services: null, segments: null };
}

/** When the feed was verified last, by any replica: cheap to ask, and another number wherever anything is new. */
export async function verifiedAt(db: Queries): Promise<number | undefined> {
  const row = await db.selectFrom("feed_state").select("verified_at").executeTakeFirst();
  return row?.verified_at;
}

/** Why the feed is not as it should be. */
export interface FeedTrouble {
  /** `gone`: it does not answer. `refused`: what answers does not verify. `moved`: its root names another address. */
  state: "gone" | "refused" | "moved";
  /** The code of the failure. */
  code: string;
  reason: string;
}

/** What the last look met, whichever replica's it was. */
export async function readTrouble(db: Queries): Promise<FeedTrouble | undefined> {
  const [found] = await rows<{ value: string }>(db, "select value from service where name = 'feed-trouble'");
  return found && (JSON.parse(found.value) as FeedTrouble);
}

export async function keepTrouble(tx: Queries, trouble: FeedTrouble | undefined): Promise<void> {
  if (!trouble) return void (await change(tx, "delete from service where name = 'feed-trouble'"));
  await change(
    tx,
    `insert into service (name, value) values ('feed-trouble', ?)
     on conflict (name) do update set value = excluded.value`,
    JSON.stringify(trouble),
  );
}

/** An entry of the history, and whom its change concerns; undefined in what an older version of the service kept. */
export interface KeptEntry extends LogEntry {
  concerns: Concerns | undefined;
  /** From 0. */
  position: number;
}

/** The entries of the history after one log size, up to another. */
export async function entriesBetween(db: Queries, since: number, until: number): Promise<KeptEntry[]> {
  const found = await db
    .selectFrom("log_entries")
    .select(["entry", "concerns", "position"])
    .where("position", ">=", since)
    .where("position", "<", until)
    .orderBy("position")
    .execute();
  return found.map(({ entry, concerns, position }) => ({
    ...parseEntry(entry),
    position,
    concerns: concerns === null ? undefined : (JSON.parse(concerns) as Concerns),
  }));
}

/**
 * The newest entries of the history, in their order, from the first that one of so many of them touches.
 *
 * @param most How many; there may be others before them.
 */
export async function newestEntries(db: Queries, size: number, most: number): Promise<LogEntry[]> {
  const newest = await entriesBetween(db, size - most, size);
  const touched = newest.flatMap(({ change: { touches } }) => touches?.change ?? []);
  const [first] = await rows<{ position: number | null }>(db, firstOf, JSON.stringify(touched));
  const from = first?.position ?? size;
  return [...(await entriesBetween(db, Number(from), size - most)), ...newest];
}

const firstOf = statement(
  ({ listed }) => `select min(position) as position from log_entries where change in (${listed})`,
);

const parseEntry = (entry: string) => parseJson(new TextEncoder().encode(entry), "a kept entry") as LogEntry;

/** The entry that announced a change. */
export async function findEntry(db: Queries, change: string): Promise<LogEntry | undefined> {
  const row = await db.selectFrom("log_entries").select("entry").where("change", "=", change).executeTakeFirst();
  return row && parseEntry(row.entry);
}

/** Likewise, and where it stands in the log. */
export async function findPosition(
  db: Queries,
  change: string,
): Promise<{ entry: LogEntry; position: number } | undefined> {
  const of = db.selectFrom("log_entries").select(["entry", "position"]).where("change", "=", change);
  const row = await of.executeTakeFirst();
  return row && { entry: parseEntry(row.entry), position: row.position };
}

/** A change that somebody objected to, and by what it became void. */
export interface Objected {
  change: Change;
  /** Absent where something is left of it. */
  voidBy?: Tellable;
}

/** A change of a feed, where that is the one that is followed: in the next, its id is another change's. */
export async function readObjected(db: Queries, feed: string, id: string): Promise<Objected | undefined> {
  const [state, entry] = [await readFeedState(db), await findEntry(db, id)];
  if (!entry || state?.address !== feed) return undefined;
  const { change } = entry;
  const now = await clock(db);
  if (openAt(state, id, now)) return { change };
  const log = await entriesBetween(db, 0, state.log.size);
  const by = voidBy(log, change, now);
  const touched = by && touchedIn(log, by);
  return { change, ...(by && { voidBy: { change: by, ...(touched && { touched }) } }) };
}

/** The log size before the first change that is still open; that of the whole log where none is. */
export async function firstOpen(db: Queries, now: number): Promise<number> {
  const state = await readFeedState(db);
  if (!state) return 0;
  const asTheyStand = new Map((state.feed.open ?? []).map((change) => [change.id, change]));
  const entries = await entriesBetween(db, 0, state.log.size);
  const found = entries.find(({ change }) => isOpenToAny(asTheyStand.get(change.id) ?? change, now));
  return found?.position ?? state.log.size;
}

/**
 * What is left of a change at an instant, milliseconds since 1970: undefined where it was taken back or announced anew, where its
 * subject has left, and where it says something of another change alone. What the feed has open costs no look at the history.
 */
export async function readLeft(db: Queries, state: FeedState, id: string, at: number): Promise<Change | undefined> {
  return openAt(state, id, at) ?? leftOf(await entriesBetween(db, 0, state.log.size), id, at);
}

/** A change that the feed has open, where it still is at an instant. */
function openAt({ feed }: FeedState, id: string, at: number): Change | undefined {
  const isIn = (changes: readonly Change[] = []) => changes.find((change) => change.id === id);
  return isIn(feed.open) && isIn(standingsAt(feed, at).open);
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
