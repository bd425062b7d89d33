import { layout } from "./layout.ts";

/** Objections that wait, in the order in which an answer was promised. */
export const answersInOrder = layout(() => [
  `create index cases_open_by_filing on cases (filed_at, id) where state in ('filed', 'under-review')`,
]);
