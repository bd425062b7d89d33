import { randomUUID } from "node:crypto";
import type { Selectable } from "kysely";
import { day } from "../time.ts";
import { change, clock, rows } from "./query.ts";
import type { TaskTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

export type Task = Selectable<TaskTable>;

/** Milliseconds that the privacy team has for a task: a customer must hear of a change while it can still object. */
const span = 3 * day;

type NewTask = Pick<Task, "kind" | "subscription" | "reason">;

/** Opens tasks. Where one of its kind is open for an address, that one stays, with its deadline. */
export async function openTasks(tx: Queries, tasks: readonly NewTask[]): Promise<string[]> {
  if (tasks.length === 0) return [];
  const now = await clock(tx);
  const added = tasks.map((task) => ({ ...task, id: randomUUID() }));
  return (await rows<{ id: string }>(tx, opening, now, now + span, JSON.stringify(added))).map(({ id }) => id);
}

const opening = statement(
  ({ table }) => `insert into tasks (id, kind, subscription, reason, opened_at, due_at)
    select id, kind, subscription, reason, cast(? as bigint), cast(? as bigint)
    from ${table("added", { id: "text", kind: "text", subscription: "text", reason: "text" })} where true
    on conflict do nothing returning id`,
);

/** Ends what is to do about addresses. */
export async function endTasks(
  tx: Queries,
  subscriptions: readonly string[],
  { kinds, how }: { kinds: readonly Task["kind"][]; how: string },
): Promise<void> {
  if (subscriptions.length === 0) return;
  await change(tx, ending, await clock(tx), how, JSON.stringify(subscriptions), JSON.stringify(kinds));
}

const ending = statement(
  ({ listed }) => `update tasks set done_at = ?, how = ?
    where done_at is null and subscription in (${listed}) and kind in (${listed})`,
);

/** Ends a task by the privacy team's word. False where it is not open. */
export async function endTask(tx: Queries, id: string, how: string): Promise<boolean> {
  const ended = await change(
    tx,
    "update tasks set done_at = ?, how = ? where id = ? and done_at is null",
    ...[await clock(tx), how, id],
  );
  return ended > 0;
}

export const findTask = (db: Queries, id: string): Promise<Task | undefined> =>
  db.selectFrom("tasks").selectAll().where("id", "=", id).executeTakeFirst();

/** Open tasks, the most urgent first: so many of them, or all. */
export const listTasks = (db: Queries, most?: number): Promise<Task[]> =>
  db
    .selectFrom("tasks")
    .selectAll()
    .where("done_at", "is", null)
    .orderBy("due_at")
    .orderBy("id")
    .$if(most !== undefined, (query) => query.limit(most ?? 0))
    .execute();

/** How many tasks are open, and how many of them are late. Counted over a partial index. */
export async function countTasks(db: Queries): Promise<{ open: number; late: number }> {
  const [found] = await rows<{ open: number; late: number }>(
    db,
    `select count(*) as open, coalesce(sum(case when due_at < clock_ms() then 1 else 0 end), 0) as late
     from tasks where done_at is null`,
  );
  return { open: Number(found?.open ?? 0), late: Number(found?.late ?? 0) };
}
