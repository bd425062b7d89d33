import { layout } from "./layout.ts";

/** Programs that are told of the log. Their deliveries are the outbox's, on a channel of their own. */
export const webhooks = layout(({ integer, strict }) => [
  `create table webhooks (
     id text primary key, url text not null, name text not null, contact text, wish text,
     signature text not null check (signature in ('v1', 'v1a')), generation ${integer} not null,
     previous text check (previous in ('v1', 'v1a')), previous_until ${integer},
     created_at ${integer} not null, created_by text not null, cursor ${integer} not null,
     state text not null check (state in ('enabled', 'disabled')), since ${integer} not null,
     failures ${integer} not null, failing_since ${integer}, outcome text, attempted_at ${integer})${strict}`,
  `create index deliveries_of_webhooks on deliveries (recipient) where channel = 'webhook'`,
]);
