import { layout } from "./layout.ts";

/** What is to be kept apart from the database, so that a restored one neither repeats nor contradicts what was said. */
export const journal = layout(({ counted, keyed, strict }) => [
  `create table service (name text primary key, value text not null)${keyed}`,
  // Numbers are never given twice: the newest tells how far the database knows.
  `create table journal (seq ${counted}, entry text not null)${strict}`,
]);
