import type { Change, LogEntry } from "@trust-center/feed";
import type { Selectable } from "kysely";
import { isOpenAt } from "../recipients/open.ts";
import { findPosition } from "./feed-state.ts";
import { rows } from "./query.ts";
import { type KeptRecipient, listRecipients, toRecipient } from "./recipients.ts";
import type { RecipientTable, ToldTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import type { ToldChange, ToldContract } from "./told.ts";
import { statement } from "./words.ts";

/** A notice that told a change. */
export interface EvidentNotice
  extends Pick<
    ToldTable,
    "subscription" | "event" | "message_id" | "text_sha256" | "state" | "outcome" | "told_at" | "settled_at"
  > {
  contracts: readonly ToldContract[];
  deadline: string | undefined;
  /** The publish that it was about, as JSON; absent where that is gone. */
  payload: string | null;
}

/** Why no notice has told a recipient of a change. */
export type WhyUntold = "waiting" | "failed" | "stopped" | "not-concerned" | "named-later";

/** All that is kept of how a change was told. */
export interface KeptEvidence {
  entry: LogEntry;
  notices: readonly EvidentNotice[];
  untold: readonly { recipient: KeptRecipient; why: WhyUntold }[];
  texts: readonly { sha256: string; text: string }[];
}

/** Undefined for a change that the feed does not know. */
export async function readEvidence(db: Queries, change: string): Promise<KeptEvidence | undefined> {
  const found = await findPosition(db, change);
  if (!found) return undefined;
  const { entry, position } = found;
  const notices = await noticesOf(db, change, position);
  const hashes = [...new Set(notices.map(({ text_sha256 }) => text_sha256))];
  return {
    entry,
    notices,
    untold: await untoldOf(db, notices, { position, change: entry.change }),
    texts: await rows(db, textsOf, JSON.stringify(hashes)),
  };
}

/** How many notices told a change, by their state, and the first of those whom none told. */
export interface ToldCounts {
  notices: ReadonlyMap<ToldTable["state"], number>;
  untold: KeptEvidence["untold"];
}

/**
 * What {@link readEvidence} tells in numbers: counted by the database, for there may be a hundred thousand.
 *
 * @param most How many of those who were not told, in the order of customers; of more than that, some.
 * @returns undefined for a change that the feed does not know
 */
export async function readTold(db: Queries, change: string, most: number): Promise<ToldCounts | undefined> {
  const found = await findPosition(db, change);
  if (!found) return undefined;
  const { entry, position } = found;
  const counts = await rows<{ state: ToldTable["state"]; n: number }>(
    db,
    "select state, count(*) as n from told_changes where change = ? group by state",
    change,
  );
  const left = await rows<{ id: string }>(db, leftOut, change, most);
  const recipients = (await rows<Selectable<RecipientTable>>(db, byIds, JSON.stringify(left.map(({ id }) => id)))).map(
    toRecipient,
  );
  const ids = JSON.stringify(recipients.map(({ subscription }) => subscription));
  const failed = await rows<{ subscription: string }>(db, failedOf, ids, change);
  return {
    notices: new Map(counts.map(({ state, n }) => [state, Number(n)])),
    untold: await withReasons(db, recipients, {
      ...{ position, change: entry.change },
      failed: new Set(failed.map(({ subscription }) => subscription)),
    }),
  };
}

/** In the order in which both are kept: one walk through two indexes, that ends with the page. */
const leftOut = `select id from recipients
  where not exists (select 1 from told_changes
    where told_changes.subscription = recipients.subscription and told_changes.change = ? and told_changes.state = 'sent')
  order by recipients.subscription, recipients.id limit ?`;

const byIds = statement(
  ({ listed }) => `select * from recipients where id in (${listed}) order by customer, email, id`,
);

const failedOf = statement(
  ({ listed }) => `select distinct subscription from told_changes
    where subscription in (${listed}) and change = ? and state = 'failed'`,
);

const textsOf = statement(({ listed }) => `select sha256, text from texts where sha256 in (${listed}) order by sha256`);

async function noticesOf(db: Queries, change: string, position: number): Promise<EvidentNotice[]> {
  const found = await rows<ToldTable & { payload: string | null }>(
    db,
    `select told.*, events.payload from told left join events on events.id = told.event
     where told.until > ? and told.since <= ? and told.event like 'notice-%' order by told.told_at, told.delivery`,
    ...[position, position],
  );
  return found.flatMap(({ changes, contracts, ...notice }): EvidentNotice[] => {
    const told = (JSON.parse(changes) as ToldChange[]).find(({ id }) => id === change);
    return told ? [{ ...notice, contracts: JSON.parse(contracts) as ToldContract[], deadline: told.deadline }] : [];
  });
}

/** A change, and where it stands in the log. */
interface Place {
  position: number;
  change: Change;
}

async function untoldOf(db: Queries, notices: readonly EvidentNotice[], place: Place) {
  const by = (state: ToldTable["state"]) =>
    new Set(notices.filter((one) => one.state === state).map(({ subscription }) => subscription));
  const sent = by("sent");
  const recipients = (await listRecipients(db)).filter(({ subscription }) => !sent.has(subscription));
  return withReasons(db, recipients, { ...place, failed: by("failed") });
}

/** Why each of those who were not told was not. */
async function withReasons(
  db: Queries,
  recipients: readonly KeptRecipient[],
  { position, change, failed }: Place & { failed: ReadonlySet<string> },
): Promise<KeptEvidence["untold"]> {
  const ids = JSON.stringify(recipients.map(({ subscription }) => subscription));
  const cursors = new Map(
    (await rows<{ id: string; cursor: number }>(db, cursorsOf, ids)).map(({ id, cursor }) => [id, cursor]),
  );
  const why = ({ stopped, subscription, addedAt, owedFrom, segment }: KeptRecipient): WhyUntold => {
    if (stopped) return "stopped";
    if (failed.has(subscription)) return "failed";
    if (position < owedFrom && !isOpenAt(change, segment, addedAt)) return "named-later";
    return (cursors.get(subscription) ?? 0) <= position ? "waiting" : "not-concerned";
  };
  return recipients.map((recipient) => ({ recipient, why: why(recipient) }));
}

const cursorsOf = statement(({ listed }) => `select id, cursor from subscriptions where id in (${listed})`);
