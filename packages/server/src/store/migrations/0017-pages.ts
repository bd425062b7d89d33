import { layout } from "./layout.ts";

/**
 * What the inbox shows is found by an index, however much there is. Which changes notices told stands apart from what they
 * said, a row each: kept by the database itself, so that whatever writes `told`, a replica of an older version too, keeps both.
 */
export const pages = layout(({ database, keyed }) => [
  `create table told_changes (
     subscription text not null, change text not null, delivery text not null, state text not null, deadline text,
     primary key (subscription, change, delivery))${keyed}`,
  `create index told_changes_by_change on told_changes (change, state, subscription, deadline)`,
  ...(database === "sqlite" ? kept.sqlite : kept.postgres),
  // In the order in which those who were told are kept.
  `drop index recipients_by_subscription`,
  `create index recipients_by_subscription on recipients (subscription, id)`,
  `drop index recipients_by_email`,
  `create index recipients_by_email on recipients (email_hash, customer)`,
  `create index cases_by_change on cases (change, due, id)`,
  `create index cases_of_feed on cases (feed, change, state)`,
  `create index approvals_newest on approvals (feed, change, customer, seq, given)`,
  `create index cases_closed on cases (due, id) where state not in ('filed', 'under-review')`,
  `create index undelivered_single on deliveries (coalesce(settled_at, due_at), id)
     where state in ('failed', 'unknown') and channel = 'email' and kind <> 'notice'`,
  `create index undelivered_notices on deliveries (event, coalesce(settled_at, due_at), id)
     where state in ('failed', 'unknown') and channel = 'email' and kind = 'notice'`,
]);

/** What a notice told, of the table or of a row that is new. Of a feed that was left, nothing. */
const toldBy = {
  sqlite: (row: string) =>
    `select ${row}.subscription, json_extract(one.value, '$.id'), ${row}.delivery, ${row}.state, json_extract(one.value, '$.deadline')`,
  postgres: (row: string) =>
    `select ${row}.subscription, one ->> 'id', ${row}.delivery, ${row}.state, one ->> 'deadline'`,
};

const columns = "told_changes (subscription, change, delivery, state, deadline)";

/** Writes what the table `told` says by now. */
export const toldChanges = {
  sqlite: `insert into ${columns} ${toldBy.sqlite("told")} from told, json_each(told.changes) as one
       where told.event like 'notice-%' on conflict do nothing`,
  postgres: `insert into ${columns} ${toldBy.postgres("told")} from told, jsonb_array_elements(cast(told.changes as jsonb)) as one
       where told.event like 'notice-%' on conflict do nothing`,
};

const gone = "delete from told_changes where subscription = old.subscription and delivery = old.delivery";

const kept = {
  sqlite: [
    toldChanges.sqlite,
    ...["insert", "update"].map(
      (what) => `create trigger told_changes_${what} after ${what} on told begin
        ${what === "update" ? `${gone};` : ""}
        insert into ${columns} ${toldBy.sqlite("new")} from json_each(new.changes) as one
          where new.event like 'notice-%' on conflict do nothing;
      end`,
    ),
    `create trigger told_changes_delete after delete on told begin ${gone}; end`,
  ],
  postgres: [
    toldChanges.postgres,
    `create function keep_told_changes() returns trigger language plpgsql as '
       begin
         if tg_op <> ''INSERT'' then ${gone}; end if;
         if tg_op <> ''DELETE'' and new.event like ''notice-%'' then
           insert into ${columns} ${toldBy.postgres("new").replaceAll("'", "''")}
             from jsonb_array_elements(cast(new.changes as jsonb)) as one on conflict do nothing;
         end if;
         return null;
       end'`,
    `create trigger told_changes_kept after insert or update or delete on told
       for each row execute function keep_told_changes()`,
  ],
};
