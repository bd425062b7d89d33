import { layout } from "./layout.ts";

/** What replicas of one service have in common: whose turn a duty is, and what the SDK remembers of the feed. */
export const replicas = layout(({ integer, keyed, strict }) => [
  // From when on a duty is anybody's again.
  `create table duties (name text primary key, until ${integer} not null)${keyed}`,
  `create table memory (key text primary key, value text not null)${strict}`,
]);
