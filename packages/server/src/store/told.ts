import { sha256 } from "../secret/keyed.ts";
import { change, rows } from "./query.ts";
import type { ToldTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

/** A change that a notice told, until when it said that its reader can object, and when it begins. */
export interface ToldChange {
  id: string;
  deadline?: string;
  effective?: string;
}

/** For which contract a notice was sent. */
export interface ToldContract {
  customer: string;
  contract: string;
  role: string;
  email: string;
}

/** What a notice tells. */
export interface Telling {
  subscription: string;
  event: string;
  /** The log sizes between which it tells. */
  since: number;
  until: number;
  messageId: string;
  language: string;
  /** Plain text, without the token of its link. */
  text: string;
  changes: readonly ToldChange[];
  contracts: readonly ToldContract[];
  /** When the attempt began, milliseconds since 1970. */
  toldAt: number;
}

/** A notice, and what became of it. */
export interface Told extends Telling {
  delivery: string;
  state: ToldTable["state"];
  outcome: string;
}

/** Keeps what notices told, in the transaction of their outcomes. */
export async function recordTold(tx: Queries, told: readonly Told[], now: number): Promise<void> {
  if (told.length === 0) return;
  const texts = new Map<string, string>();
  const given = told.map(({ text, changes, contracts, messageId, toldAt, ...one }) => {
    const text_sha256 = sha256(text);
    texts.set(text_sha256, text);
    const written = { changes: JSON.stringify(changes), contracts: JSON.stringify(contracts) };
    return { ...one, ...written, text_sha256, message_id: messageId, told_at: toldAt };
  });
  await change(tx, keepingTexts, JSON.stringify([...texts].map(([sha256, text]) => ({ sha256, text }))));
  await change(tx, recording, now, JSON.stringify(given));
}

const keepingTexts = statement(
  ({ table }) => `insert into texts (sha256, text) select sha256, text
    from ${table("given", { sha256: "text", text: "text" })} where true on conflict do nothing`,
);

const recorded: Readonly<Record<string, "text" | "integer">> = {
  ...{ delivery: "text", subscription: "text", event: "text", since: "integer", until: "integer", message_id: "text" },
  ...{ language: "text", text_sha256: "text", changes: "text", contracts: "text", state: "text", outcome: "text" },
  told_at: "integer",
};

const names = Object.keys(recorded).join(", ");

const recording = statement(
  ({ table }) => `insert into told (${names}, settled_at)
    select ${names}, cast(? as bigint) from ${table("given", recorded)} where true
    on conflict (delivery) do update set state = excluded.state, outcome = excluded.outcome,
      settled_at = excluded.settled_at, text_sha256 = excluded.text_sha256, changes = excluded.changes,
      contracts = excluded.contracts, language = excluded.language, told_at = excluded.told_at`,
);

/** What notices told an address of a change, the newest first. */
export async function tellingsOf(
  db: Queries,
  subscription: string,
  change: string,
): Promise<(ToldChange & { toldAt: number })[]> {
  const found = await rows<{ changes: string; told_at: number }>(
    db,
    `select changes, told_at from told where subscription = ? and state = 'sent' and event like 'notice-%'
     order by told_at desc`,
    subscription,
  );
  return found.flatMap(({ changes, told_at }) =>
    (JSON.parse(changes) as ToldChange[]).flatMap((one) => (one.id === change ? [{ ...one, toldAt: told_at }] : [])),
  );
}

/** The latest deadline that notices named to an address for a change; undefined where none did. An instant. */
export async function statedDeadline(db: Queries, hash: string, change: string): Promise<string | undefined> {
  const found = await rows<{ changes: string }>(
    db,
    `select changes from told where subscription in (select id from subscriptions where email_hash = ?)
       and event like 'notice-%'`,
    hash,
  );
  const deadlines = found.flatMap(({ changes }) =>
    (JSON.parse(changes) as ToldChange[]).flatMap(({ id, deadline }) => (id === change && deadline ? [deadline] : [])),
  );
  return deadlines.sort((one, other) => Date.parse(one) - Date.parse(other)).at(-1);
}

/**
 * The latest deadlines that notices named for a change, milliseconds since 1970, by whom they told.
 *
 * @param position Where the change stands in the log.
 */
export async function statedDeadlines(
  db: Queries,
  { change, position }: { change: string; position: number },
): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ subscription: string; changes: string }>(
    db,
    "select subscription, changes from told where until > ? and since <= ? and event like 'notice-%'",
    ...[position, position],
  );
  const latest = new Map<string, number>();
  for (const { subscription, changes } of found) {
    const deadline = (JSON.parse(changes) as ToldChange[]).find(({ id }) => id === change)?.deadline;
    if (deadline !== undefined) latest.set(subscription, Math.max(Date.parse(deadline), latest.get(subscription) ?? 0));
  }
  return latest;
}

/** Likewise, of those alone who are told at some addresses. */
export async function statedTo(
  db: Queries,
  change: string,
  subscriptions: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = await rows<{ subscription: string; deadline: string }>(
    db,
    stating,
    change,
    JSON.stringify(subscriptions),
  );
  return new Map(found.map(({ subscription, deadline }) => [subscription, Date.parse(deadline)]));
}

/** Instants of whole seconds have the order of their times. */
const stating = statement(
  ({ listed }) => `select subscription, max(deadline) as deadline from told_changes
    where change = ? and deadline is not null and subscription in (${listed}) group by subscription`,
);
