import { toInstant } from "@trust-center/feed";
import { clock } from "../store/query.ts";
import { recipientsAt } from "../store/recipients.ts";
import type { Queries } from "../store/store.ts";
import { listTasks, type Task } from "../store/tasks.ts";
import { recipientFacts } from "./recipients.ts";

/** What the privacy team has to do, the most urgent first, with whom it is about: so many of it, or all. */
export async function readTasks(db: Queries, most?: number) {
  const tasks = await listTasks(db, most);
  const now = await clock(db);
  const at = await recipientsAt(db, [...new Set(tasks.map(({ subscription }) => subscription))]);
  const bySubscription = Map.groupBy(at, ({ subscription }) => subscription);
  return tasks.map((task) => ({
    ...taskView(task, now),
    recipients: (bySubscription.get(task.subscription) ?? []).map(recipientFacts),
  }));
}

const taskView = ({ id, kind, reason, opened_at, due_at }: Task, now: number) => ({
  id,
  kind,
  reason,
  opened: toInstant(opened_at),
  due: toInstant(due_at),
  late: due_at < now,
});
