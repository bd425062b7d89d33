import { layout } from "./layout.ts";

export const first = layout(({ database, integer, strict, keyed }) => [
  // The database's clock. SQLite has none: its driver brings the function.
  ...(database === "postgres"
    ? [
        `create function clock_ms() returns bigint language sql volatile
           as 'select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)'`,
      ]
    : []),
  `create table intake (
     id text primary key, email text not null, language text, received_at ${integer} not null)${strict}`,
  `create table subscriptions (
     id text primary key, email text, email_hash text not null unique, language text,
     state text not null check (state in ('pending', 'confirmed', 'left')),
     confirm_hash text not null unique, leave_hash text not null unique,
     created_at ${integer} not null, confirmed_at ${integer}, left_at ${integer}, cursor ${integer} not null,
     check ((state = 'left') = (email is null)))${strict}`,
  `create index subscriptions_by_state on subscriptions (state, created_at)`,
  `create table suppressions (
     email_hash text primary key, reason text not null, since ${integer} not null, until ${integer})${strict}`,
  `create table objections (
     id text primary key, request text not null unique, change text not null, feed_version ${integer} not null,
     feed_sha256 text not null, name text not null, email text not null, organisation text not null,
     grounds text not null, segment text, language text, filed_at ${integer} not null, deadline text not null,
     content_sha256 text not null, receipt text not null)${strict}`,
  `create index objections_by_change on objections (change, filed_at)`,
  `create table events (
     id text primary key, log_size ${integer} not null, payload text not null, created_at ${integer} not null)${strict}`,
  `create table deliveries (
     id text primary key, event text not null, recipient text not null, channel text not null,
     kind text not null, subscription text references subscriptions (id) on delete cascade,
     objection text references objections (id),
     state text not null check (state in ('queued', 'leased', 'sent', 'unknown', 'failed', 'cancelled')),
     fence ${integer} not null, due_at ${integer} not null, leased_until ${integer}, created_at ${integer} not null,
     settled_at ${integer}, outcome text,
     unique (event, recipient, channel))${strict}`,
  `create index deliveries_queued on deliveries (due_at) where state = 'queued'`,
  `create index deliveries_leased on deliveries (leased_until) where state = 'leased'`,
  `create index deliveries_by_subscription on deliveries (subscription)`,
  `create table used_proofs (challenge text primary key, expires_at ${integer} not null)${keyed}`,
  `create table rates (key text primary key, count ${integer} not null, expires_at ${integer} not null)${keyed}`,
  `create table feed_state (
     feed text primary key, pin text not null, log_size ${integer} not null, log_root text not null,
     version ${integer} not null, sha256 text not null, document text not null,
     receipt_kids text not null, verified_at ${integer} not null)${strict}`,
  `create table log_entries (
     position ${integer} primary key, change text not null, version ${integer} not null, sha256 text not null,
     entry text not null)${strict}`,
  `create index log_entries_by_change on log_entries (change)`,
  `create index log_entries_by_version on log_entries (version)`,
]);
