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

/** Whom a task is about: an address that contracts name, or whoever filed a case. */
export type About = "subscription" | "case_id";

type NewTask = Pick<Task, "kind" | "reason"> & Partial<Pick<Task, About>>;

/** Opens tasks. Where one of its kind is open for an address or a case, that one stays, with its deadline. */
export async function openTasks(tx: Queries, tasks: readonly NewTask[]): Promise<string[]> {
  if (tasks.length === 0) return [];
  const now = await clock(tx);
  const added = tasks.map((task) => ({ subscription: null, case_id: null, ...task, id: randomUUID() }));
  return (await rows<{ id: string }>(tx, opening, now, now + span, JSON.stringify(added))).map(({ id }) => id);
}

const opening = statement(
  ({ table }) => `insert into tasks (id, kind, subscription, case_id, reason, opened_at, due_at)
    select id, kind, subscription, case_id, reason, cast(? as bigint), cast(? as bigint)
    from ${table("added", { id: "text", kind: "text", subscription: "text", case_id: "text", reason: "text" })} where true
    on conflict do nothing returning id`,
);

/** Which tasks end, and by what. `about`: what their ids are of; default: addresses. */
interface Ending {
  kinds: readonly Task["kind"][];
  how: string;
  about?: About;
}

/** Ends what is to do about addresses, or about cases. */
export async function endTasks(
  tx: Queries,
  ids: readonly string[],
  { kinds, how, about = "subscription" }: Ending,
): Promise<void> {
  if (ids.length === 0) return;
  await change(tx, ending[about], await clock(tx), how, JSON.stringify(ids), JSON.stringify(kinds));
}

const endingOf = (about: About) =>
  statement(
    ({ listed }) => `update tasks set done_at = ?, how = ?
    where done_at is null and ${about} in (${listed}) and kind in (${listed})`,
  );

const ending = { subscription: endingOf("subscription"), case_id: endingOf("case_id") } as const;

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
