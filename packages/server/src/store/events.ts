import type { LogEntry } from "@trust-center/feed";
import { entriesBetween, findPosition, type KeptEntry } from "./feed-state.ts";
import type { Queries } from "./store.ts";

/** A publish, and what a reader has to be told of by it. */
export interface KeptPublish {
  /** What mails say of it, as JSON. */
  payload: string;
  /** The entries of the log that the reader was not told of. */
  untold: KeptEntry[];
  /** Entries in their order, from the first that one of those touches: what they touch is told as it stood then. */
  log: readonly LogEntry[];
  /** The log size after it. */
  until: number;
}

/** @param since The log size up to which the reader was told. */
export async function readPublish(db: Queries, event: string, since: number): Promise<KeptPublish> {
  const { payload, log_size } = await db
    .selectFrom("events")
    .select(["payload", "log_size"])
    .where("id", "=", event)
    .executeTakeFirstOrThrow();
  const untold = await entriesBetween(db, since, log_size);
  const touches = new Set(untold.flatMap(({ change }) => change.touches?.change ?? []));
  const touched = await Promise.all([...touches].map((id) => findPosition(db, id)));
  const first = Math.min(since, ...touched.flatMap((found) => found?.position ?? []));
  const log = [...(await entriesBetween(db, first, since)), ...untold];
  return { payload, untold, log, until: log_size };
}

/** What mails say, as JSON, of the publish that brought an entry of the log. */
export async function publishCovering(db: Queries, position: number): Promise<string | undefined> {
  const found = await db
    .selectFrom("events")
    .select("payload")
    .where("log_size", ">", position)
    .orderBy("log_size")
    .limit(1)
    .executeTakeFirst();
  return found?.payload;
}
