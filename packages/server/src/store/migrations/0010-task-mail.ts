import { layout } from "./layout.ts";

/** Finds the mails that tell of tasks among all others. */
export const taskMail = layout(() => [
  `create index deliveries_of_tasks on deliveries (due_at) where kind = 'unreachable'`,
]);
