import { layout } from "./layout.ts";

/** A task may be about whoever objected: then it is about a case, and about no address that contracts name. */
export const objectorsToTell = layout(({ database, integer, strict }) => [
  ...(database === "postgres"
    ? [
        `alter table tasks alter column subscription drop not null`,
        `alter table tasks add column case_id text`,
        `alter table tasks add constraint tasks_about check (${about})`,
      ]
    : // SQLite takes a constraint back with its table alone (https://www.sqlite.org/lang_altertable.html §7).
      [
        `create table tasks_next (
           id text primary key, kind text not null check (kind in ('unreachable', 'left')),
           subscription text references subscriptions (id), reason text not null,
           opened_at ${integer} not null, due_at ${integer} not null, done_at ${integer}, how text, case_id text,
           check (${about}))${strict}`,
        `insert into tasks_next (id, kind, subscription, reason, opened_at, due_at, done_at, how)
           select id, kind, subscription, reason, opened_at, due_at, done_at, how from tasks`,
        `drop table tasks`,
        `alter table tasks_next rename to tasks`,
        `create unique index tasks_open on tasks (subscription, kind) where done_at is null`,
        `create index tasks_due on tasks (due_at) where done_at is null`,
      ]),
  `create unique index tasks_open_of_case on tasks (case_id, kind) where done_at is null`,
]);

const about = "(subscription is null) <> (case_id is null)";
