import { layout } from "./layout.ts";

/** What notices said, to whom, and what became of them: the evidence of a change. */
export const told = layout(({ integer, strict, keyed }) => [
  `create table told (
     delivery text primary key, subscription text not null, event text not null, since ${integer} not null,
     until ${integer} not null, message_id text not null, language text not null, text_sha256 text not null,
     changes text not null, contracts text not null, state text not null, outcome text not null,
     told_at ${integer} not null, settled_at ${integer} not null)${strict}`,
  `create index told_by_subscription on told (subscription)`,
  `create index told_by_until on told (until)`,
  `create index told_by_time on told (settled_at)`,
  `create table texts (sha256 text primary key, text text not null)${keyed}`,
  // So that evidence verifies without the network.
  `alter table feed_state add column roots text`,
]);
