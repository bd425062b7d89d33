import { layout } from "./layout.ts";

/**
 * Whom contracts name, beside those who subscribed themselves. A row of `subscriptions` is one address, whoever wants it
 * told: it has one cursor, so nothing is told to it twice.
 */
export const recipients = layout(({ integer, strict }) => [
  `alter table subscriptions add column contract_email text`,
  // Rises whenever the contracts that name it change; a delivery remembers which ones it was written for.
  `alter table subscriptions add column naming ${integer} not null default 0`,
  `alter table deliveries add column naming ${integer}`,
  `create table recipients (
     id text primary key, customer text not null, email text not null, email_hash text not null,
     role text not null, language text, segment text, services text not null, contract text not null,
     notice_period text, subscription text not null references subscriptions (id),
     added_at ${integer} not null, changed_at ${integer} not null, left_at ${integer},
     stopped ${integer} not null default 0, unique (customer, email_hash))${strict}`,
  `create index recipients_by_subscription on recipients (subscription)`,
  `create index recipients_by_email on recipients (email_hash)`,
  // What the privacy team has to do, by when.
  `create table tasks (
     id text primary key, kind text not null check (kind in ('unreachable', 'left')),
     subscription text not null references subscriptions (id), reason text not null,
     opened_at ${integer} not null, due_at ${integer} not null, done_at ${integer}, how text)${strict}`,
  `create unique index tasks_open on tasks (subscription, kind) where done_at is null`,
  `create index tasks_due on tasks (due_at) where done_at is null`,
  // What a change concerns, as JSON; absent in what is older: everybody.
  `alter table log_entries add column concerns text`,
  // From when on a contract's period counts in a notice.
  `alter table deliveries add column told_at ${integer}`,
]);
