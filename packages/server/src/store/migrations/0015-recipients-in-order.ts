import { layout } from "./layout.ts";

/**
 * Recipients a page at a time, and found by what is typed. What is there already is found by its letters without their marks
 * once it is taken over again.
 */
export const recipientsInOrder = layout(() => [
  `alter table recipients add column search text not null default ''`,
  `create index recipients_in_order on recipients (customer, email, id)`,
]);
