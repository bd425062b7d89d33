import { layout } from "./layout.ts";

/**
 * `unknown` is a state that waits, an event tells what came after its `since`, and a delivery remembers from where on it
 * told. What was `unknown` for good before is due now: some of it never arrived.
 */
export const ledger = layout(({ database, integer }) => [
  `alter table events add column since ${integer} not null default 0`,
  // The last subscriber that was put in the outbox; absent once all are.
  `alter table events add column fanned_to text`,
  `alter table events add column open ${integer} not null default 0`,
  `alter table deliveries add column since ${integer}`,
  `alter table deliveries add column unsure ${integer} not null default 0`,
  `alter table deliveries add column wanted_at ${integer} not null default 0`,
  // No database but SQLite's is older than this.
  ...(database === "sqlite" ? ofOlder : []),
  `drop index deliveries_queued`,
  `create index deliveries_due on deliveries (due_at) where state in ('queued', 'unknown') and kind <> 'notice'`,
  `create index notices_due on deliveries (event, due_at) where state in ('queued', 'unknown') and kind = 'notice'`,
  `create index deliveries_failed on deliveries (event) where state = 'failed'`,
  `create index deliveries_unknown on deliveries (event) where state = 'unknown'`,
  `create index deliveries_settled on deliveries (settled_at) where settled_at is not null`,
  `create index events_by_log_size on events (log_size)`,
  `alter table feed_state add column successor text`,
]);

const ofOlder = [
  `update events set since = log_size - coalesce(json_array_length(payload, '$.changes'), 1)`,
  `update deliveries set wanted_at = created_at`,
  `update deliveries set since = (select events.since from events where events.id = deliveries.event) where state = 'unknown'`,
  `update deliveries set settled_at = null, unsure = 1, wanted_at = clock_ms(), due_at = clock_ms() where state = 'unknown'`,
  // Whoever was counted as told without having been is told by the next publish.
  `update subscriptions set cursor = min(cursor, (
     select min(events.since) from deliveries, events where deliveries.subscription = subscriptions.id
       and events.id = deliveries.event and deliveries.state in ('unknown', 'failed')))
   where id in (select subscription from deliveries where kind = 'notice' and state in ('unknown', 'failed'))`,
];
