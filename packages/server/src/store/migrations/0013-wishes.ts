import { layout } from "./layout.ts";

/** What a subscriber wants to be told of, as JSON; null: of everything. */
export const wishes = layout(() => [
  `alter table intake add column wish text`,
  `alter table subscriptions add column wish text`,
]);
