import { layout } from "./layout.ts";

/**
 * From which log size on a recipient is owed whatever is published; of what is older, what was open when it was entered.
 * Whoever stood there before is owed what its address is not yet told.
 */
export const entered = layout(({ integer }) => [
  `alter table recipients add column owed_from ${integer} not null default 0`,
]);
