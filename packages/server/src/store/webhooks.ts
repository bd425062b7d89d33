import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import { followWebhook } from "./moments.ts";
import { enqueue } from "./outbox.ts";
import { change, clock, lock, lockFeed, rows } from "./query.ts";
import type { WebhookTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

export type Webhook = Selectable<WebhookTable>;

/** The event of an entry of the log. */
const entryEvent = "entry-";

/** Which entry of the log a delivery tells, from 0. */
export const positionOf = (event: string): number => Number(event.slice(entryEvent.length));

type NewWebhook = Pick<Webhook, "url" | "name" | "contact" | "wish" | "signature" | "created_by">;

/** Adds an endpoint. It is told of what is published from now on. */
export async function addWebhook(tx: Queries, added: NewWebhook): Promise<Webhook> {
  await lockFeed(tx, "shared");
  const now = await clock(tx);
  const [feed] = await rows<{ log_size: number }>(tx, "select log_size from feed_state");
  const webhook: Webhook = {
    ...added,
    ...{ id: randomUUID(), generation: 1, previous: null, previous_until: null, created_at: now },
    ...{ cursor: feed?.log_size ?? 0, state: "enabled", since: now, failures: 0, failing_since: null },
    ...{ outcome: null, attempted_at: null },
  };
  await tx.insertInto("webhooks").values(webhook).execute();
  return webhook;
}

export const findWebhook = (db: Queries, id: string): Promise<Webhook | undefined> =>
  db.selectFrom("webhooks").selectAll().where("id", "=", id).executeTakeFirst();

/** The oldest first. */
export const listWebhooks = (db: Queries): Promise<Webhook[]> =>
  db.selectFrom("webhooks").selectAll().orderBy("created_at").orderBy("id").execute();

/** Removes an endpoint, and what waits for it. False where there is none. */
export async function removeWebhook(tx: Queries, id: string): Promise<boolean> {
  if ((await change(tx, "delete from webhooks where id = ?", id)) === 0) return false;
  await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'left', settled_at = ?
     where channel = 'webhook' and recipient = ? and state in ('queued', 'unknown')`,
    ...[await clock(tx), id],
  );
  return true;
}

/** How an endpoint's key is replaced. */
export interface Rotation {
  id: string;
  /** The kind of the new key; absent: as the one before. */
  signature?: Webhook["signature"] | undefined;
  /** Milliseconds in which the key before signs too. */
  overlap: number;
}

/** Gives an endpoint its next key. Undefined where there is none. */
export async function rotateWebhook(tx: Queries, { id, signature, overlap }: Rotation): Promise<Webhook | undefined> {
  const [rotated] = await rows<Webhook>(
    tx,
    `update webhooks set previous = case when ? > 0 then signature end, previous_until = case when ? > 0 then cast(? as bigint) end,
       signature = coalesce(?, signature), generation = generation + 1 where id = ? returning *`,
    ...[overlap, overlap, (await clock(tx)) + overlap, signature ?? null, id],
  );
  return rotated;
}

/**
 * Enables an endpoint that was disabled. It is told from where it was: what it did not take goes out again, under the same
 * id. Undefined where there is none.
 */
export async function enableWebhook(tx: Queries, id: string): Promise<Webhook | undefined> {
  const now = await clock(tx);
  const [enabled] = await rows<Webhook>(
    tx,
    `update webhooks set state = 'enabled', since = case when state = 'enabled' then since else ? end,
       failures = 0, failing_since = null where id = ? returning *`,
    ...[now, id],
  );
  if (!enabled) return undefined;
  await change(
    tx,
    `update deliveries set state = 'queued', due_at = ?, wanted_at = ?, settled_at = null
     where channel = 'webhook' and recipient = ? and event = ? and state in ('failed', 'cancelled', 'queued')`,
    ...[now, now, id, `${entryEvent}${enabled.cursor}`],
  );
  await queueNext(tx, [id]);
  return enabled;
}

/** Sends an event of no consequence to an endpoint, also to one that is disabled. False where there is none. */
export async function testWebhook(tx: Queries, id: string): Promise<boolean> {
  if (!(await findWebhook(tx, id))) return false;
  const event = `test-${randomUUID()}`;
  await enqueue(tx, { event, recipient: id, kind: "webhook-test", channel: "webhook" }, await clock(tx));
  return true;
}

/**
 * Puts the next entry of the log in the outbox, for each endpoint that was not told of all: one at a time, so that none
 * comes after a later one. Replicas take turns.
 *
 * @returns how many
 */
export async function queueEntries(tx: Queries): Promise<number> {
  await lock(tx, "fan-out", "alone");
  const ids = await rows<{ id: string }>(tx, "select id from webhooks where state = 'enabled' order by id");
  return queueNext(
    tx,
    ids.map(({ id }) => id),
  );
}

/**
 * Likewise, of some endpoints: whoever settled theirs. It must not be of all: of two that settle at once each would wait for what
 * the other has put in.
 */
async function queueNext(tx: Queries, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await lockFeed(tx, "shared");
  const now = await clock(tx);
  return change(tx, queuing, now, now, now, JSON.stringify(ids));
}

const queuing = statement(
  ({
    listed,
    newId,
  }) => `insert into deliveries (id, event, recipient, channel, kind, state, fence, wanted_at, due_at, created_at)
    select ${newId}, '${entryEvent}' || cast(cursor as text), webhooks.id, 'webhook', 'webhook', 'queued', 0,
      cast(? as bigint), cast(? as bigint), cast(? as bigint)
    from webhooks, feed_state where webhooks.state = 'enabled' and cursor < log_size and webhooks.id in (${listed})
    on conflict do nothing`,
);

/** What became of an attempt. */
export interface WebhookAttempt {
  kind: string;
  event: string;
  recipient: string;
  state: string;
  outcome: string | null;
}

/** Notes what became of attempts: who was told is told the next, and who failed for days is disabled, which its owner hears of. */
export async function followWebhooks(tx: Queries, attempts: readonly WebhookAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  const now = await clock(tx);
  const entries = attempts.filter(({ kind }) => kind === "webhook");
  // What nobody wants any more was not attempted.
  const made = attempts.filter(({ state }) => state !== "cancelled");
  await change(
    tx,
    noting,
    now,
    JSON.stringify(made.map(({ recipient, outcome }) => ({ own: recipient, what: outcome }))),
  );
  const told = entries.filter(({ state, outcome }) => state === "sent" || outcome === "not concerned");
  await change(tx, advancing, JSON.stringify(told.map(ofEntry)));
  for (const { recipient, event } of told.filter(({ state }) => state === "sent"))
    await followWebhook(tx, recipient, positionOf(event), now);
  await change(tx, failing, now, JSON.stringify(entries.filter(({ state }) => state === "queued").map(ofEntry)));
  const disabled = await rows<{ id: string }>(
    tx,
    disabling,
    now,
    now,
    JSON.stringify(entries.filter(({ state }) => state === "failed").map(ofEntry)),
  );
  for (const { id } of disabled) {
    const event = `disabled-${now}`;
    await enqueue(tx, { event, recipient: id, kind: "webhook-disabled" }, now);
  }
  await queueNext(
    tx,
    told.map(({ recipient }) => recipient),
  );
}

const ofEntry = ({ recipient, event }: WebhookAttempt) => ({ own: recipient, position: positionOf(event) });

const noting = statement(
  ({ table }) => `update webhooks set attempted_at = ?, outcome = what
    from ${table("attempts", { own: "text", what: "text" })} where webhooks.id = own`,
);

const advancing = statement(
  ({ table }) => `update webhooks set cursor = position + 1, failures = 0, failing_since = null
    from ${table("told", { own: "text", position: "integer" })} where webhooks.id = own and cursor = position`,
);

const failing = statement(
  ({ table }) => `update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, ?)
    from ${table("failed", { own: "text", position: "integer" })} where webhooks.id = own and cursor = position`,
);

const disabling = statement(
  ({ table }) => `update webhooks set state = 'disabled', since = ?, failures = failures + 1,
      failing_since = coalesce(failing_since, ?)
    from ${table("refused", { own: "text", position: "integer" })}
    where webhooks.id = own and cursor = position and state = 'enabled' returning webhooks.id`,
);

/** How many endpoints there are, by how they fare. */
export interface WebhookCounts {
  enabled: number;
  /** Of those, how many did not take the newest attempt. */
  failing: number;
  disabled: number;
}

export async function countWebhooks(db: Queries): Promise<WebhookCounts> {
  const [found] = await rows<WebhookCounts>(
    db,
    `select coalesce(sum(case when state = 'enabled' then 1 else 0 end), 0) as enabled,
       coalesce(sum(case when state = 'enabled' and failures > 0 then 1 else 0 end), 0) as failing,
       coalesce(sum(case when state = 'disabled' then 1 else 0 end), 0) as disabled from webhooks`,
  );
  const { enabled = 0, failing = 0, disabled = 0 } = found ?? {};
  return { enabled: Number(enabled), failing: Number(failing), disabled: Number(disabled) };
}
