import { layout } from "./layout.ts";

/**
 * What becomes of objections: a case is one address's objection to one change, in as many texts as it sent, and its steps are
 * kept as they were. Objections that are older come into cases at the next start.
 */
export const cases = layout(({ database, integer, counted, strict, keyed }) => [
  `create table cases (
     id text primary key, feed text not null, change text not null, email_hash text not null, mailbox_hash text not null,
     token_hash text not null unique, newest text not null, filed_at ${integer} not null, deadline text not null,
     due ${integer} not null, step ${integer} not null, stepped_at ${integer} not null,
     state text not null check (state in ('filed', 'under-review', 'resolved', 'rejected', 'withdrawn')),
     outcome text, since ${integer} not null, confirmed_at ${integer},
     unique (feed, change, email_hash))${strict}`,
  `create index cases_by_due on cases (due, id)`,
  `create index cases_open on cases (due, id) where state in ('filed', 'under-review')`,
  `create index cases_by_mailbox on cases (mailbox_hash)`,
  `create index cases_by_step on cases (stepped_at)`,
  `create table steps (
     case_id text not null, step ${integer} not null, at ${integer} not null, action text not null,
     actor text not null check (actor in ('objector', 'publisher')), name text not null, before text, after text not null,
     outcome text, objection text, text_sha256 text, receipt text, primary key (case_id, step))${keyed}`,
  // Apart from the steps, for they are personal data: what is erased leaves its hash.
  `create table step_texts (
     case_id text not null, step ${integer} not null, text text not null, primary key (case_id, step))${keyed}`,
  // What customers said to a change, as the privacy team noted it; the newest word of each counts.
  `create table approvals (
     seq ${counted}, feed text not null, change text not null, customer text not null, given ${integer} not null,
     at ${integer} not null, name text not null, how text not null)${strict}`,
  `create index approvals_by_change on approvals (change, seq)`,
  ...(database === "sqlite" ? appendOnly.sqlite : appendOnly.postgres),
  `alter table objections add column case_id text`,
  `create index objections_by_case on objections (case_id)`,
]);

/** A step is never written over, and goes with its case alone. */
const appendOnly = {
  sqlite: [
    `create trigger steps_stay before update on steps begin select raise(abort, 'steps are append-only'); end`,
    `create trigger steps_go before delete on steps when exists (select 1 from cases where id = old.case_id)
       begin select raise(abort, 'steps are append-only'); end`,
  ],
  postgres: [
    `create function steps_are_append_only() returns trigger language plpgsql as '
       begin
         if tg_op = ''DELETE'' and not exists (select 1 from cases where id = old.case_id) then return old; end if;
         raise exception ''steps are append-only'';
       end'`,
    `create trigger steps_stay before update or delete on steps for each row execute function steps_are_append_only()`,
  ],
};
