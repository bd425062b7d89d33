import { layout } from "./layout.ts";

/** Whoever left and asks again begins a new period: links of mails from the one before confirm nothing. */
export const periods = layout(({ integer }) => [
  `alter table subscriptions add column period ${integer} not null default 0`,
]);
