import { toInstant } from "@trust-center/feed";
import { day, hour, minute } from "../time.ts";
import { type Delivery, enqueue, waits } from "./outbox.ts";
import { clock, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import type { Task } from "./tasks.ts";

/** Milliseconds in which tasks gather before the first mail of them: one publish meets many addresses that are gone. */
const gathering = hour;

/** Has the privacy team told of tasks that were opened: by the mail that waits, or by one no sooner than a day after the last. */
export async function tellOfTasks(tx: Queries): Promise<void> {
  const now = await clock(tx);
  const [found] = await rows<{ last: number | null; waiting: number }>(
    tx,
    `select max(due_at) as last, coalesce(sum(case when ${waits} then 1 else 0 end), 0) as waiting
     from deliveries where kind = 'unreachable'`,
  );
  if (Number(found?.waiting ?? 0) > 0) return;
  const due_at = Math.max(now + gathering, Number(found?.last ?? 0) + day);
  const event = `unreachable-${toInstant(due_at).slice(0, "2026-01-01".length)}`;
  await enqueue(tx, { event, recipient: "vendor", kind: "unreachable", due_at }, now);
}

/** Milliseconds that a transaction which opens a task may take: what it wrote was not there yet for the last mail. */
const overlap = minute;

/** Open tasks that no mail has told of, the most urgent first. */
export function untoldTasks(db: Queries, { id }: Pick<Delivery, "id">): Promise<Task[]> {
  return rows(
    db,
    `select * from tasks where kind = 'unreachable' and done_at is null
       and opened_at > coalesce((select max(told_at) from deliveries where kind = 'unreachable' and state = 'sent' and id <> ?), 0) - ?
     order by due_at, id`,
    ...[id, overlap],
  );
}
