import { toInstant } from "@trust-center/feed";
import { objectorsOf } from "../store/cases.ts";
import { clock } from "../store/query.ts";
import { type KeptRecipient, recipientsAt } from "../store/recipients.ts";
import type { Queries } from "../store/store.ts";
import { type About, listTasks, type Task } from "../store/tasks.ts";
import { recipientFacts } from "./recipients.ts";

/** What the privacy team has to do, the most urgent first, with whom it is about: so many of it, or all. */
export async function readTasks(db: Queries, most?: number) {
  const tasks = await listTasks(db, most);
  const now = await clock(db);
  const people = await peopleOf(db, tasks);
  return tasks.map((task) => ({
    ...taskView(task, now),
    ...(task.case_id !== null && { objection: task.case_id }),
    recipients: people(task).map((one) =>
      "change" in one ? { customer: one.customer, email: one.email } : recipientFacts(one),
    ),
  }));
}

/** Whoever objected, by its organisation or else its name. */
export interface ToldObjector {
  customer: string;
  email: string;
  /** What it objected to. */
  change: string;
}

/** Whom tasks are about: those whom contracts name at an address, or whoever objected. */
export async function peopleOf(db: Queries, tasks: readonly Task[]) {
  const ids = (about: About) => [...new Set(tasks.flatMap((task) => task[about] ?? []))];
  const named = Map.groupBy(await recipientsAt(db, ids("subscription")), ({ subscription }) => subscription);
  const objectors = Map.groupBy(await objectorsOf(db, ids("case_id")), ({ case_id }) => case_id);
  return ({ subscription, case_id }: Task): readonly (KeptRecipient | ToldObjector)[] => [
    ...(named.get(subscription ?? "") ?? []),
    ...(objectors.get(case_id ?? "") ?? []).map(({ name, organisation, email, change }) => {
      return { customer: organisation || name, email, change };
    }),
  ];
}

const taskView = ({ id, kind, reason, opened_at, due_at }: Task, now: number) => ({
  id,
  kind,
  reason,
  opened: toInstant(opened_at),
  due: toInstant(due_at),
  late: due_at < now,
});
