import { join } from "node:path";
import { mockChange } from "@trust-center/feed/mock";
import pg from "pg";
import { openForAction } from "../../packages/server/src/store/open/open.ts";
import { change, rows } from "../../packages/server/src/store/query.ts";
import type { DatabasePlace, StoreForAction } from "../../packages/server/src/store/store.ts";
import { startPostgres } from "../../packages/server/src/testing/postgres-server.ts";
import { type Loaded, look, startLoaded, startSink, until } from "./service.ts";

export interface PageFigures {
  what: string;
  /** Milliseconds of the fastest and the slowest of some requests: between them lies what else the machine did. */
  fastest: number;
  slowest: number;
  /** Of the fastest of as many of a query by hand for the rows that the page cannot do without. */
  query: number;
}

export interface InboxFigures {
  pages: readonly PageFigures[];
  /** Milliseconds of a request that reads no row. */
  bare: number;
}

/** How often each is asked for. */
export const times = 7;

interface Page {
  path: string;
  query: string;
}

/** What the inbox asks for, and the query by hand beside each. */
const pages = (next: { recipients: string; objections: string }): Readonly<Record<string, Page>> => {
  const people = "select * from recipients order by customer, email, id limit 200";
  const cases =
    "select * from cases join objections on objections.id = cases.newest where cases.state in ('filed', 'under-review') order by cases.due, cases.id limit 50";
  const found = "select count(*) as n from recipients where search like '%last reader%'";
  const told = `select state, count(*) as n from told_changes where change = '${silent}' group by state`;
  const customers = "select count(*) as n from (select customer from recipients group by customer) as named";
  return {
    "objections, deadline first": { path: "objections", query: cases },
    "their second page": { path: `objections?after=${next.objections}`, query: cases },
    "those that are closed": { path: "objections?state=closed", query: cases },
    "those to one change": { path: `objections?change=${silent}`, query: cases },
    "what the feed announces": {
      path: "changes",
      query: "select change, state, count(*) as n from cases group by change, state",
    },
    "who was told of a change": { path: `changes/${silent}/told`, query: told },
    "whose approval is missing": { path: `standings?change=${asked}&limit=200`, query: customers },
    "where customers stand by deadline": { path: `standings?change=${silent}&limit=200`, query: customers },
    "mails that did not arrive": {
      path: "deliveries",
      query: "select * from deliveries where state = 'failed' limit 200",
    },
    "who cannot be told": { path: "tasks?limit=200", query: "select * from tasks where done_at is null limit 200" },
    "what waits": { path: "status", query: "select count(*) as n from cases where state in ('filed', 'under-review')" },
    "recipients, first page": { path: "recipients", query: people },
    "their next page": { path: `recipients?after=${next.recipients}`, query: people },
    "a search that finds one": { path: "recipients?q=last%20reader", query: found },
    "a search that finds none": { path: "recipients?q=nobody%20at%20all", query: found },
    "the audit trail": { path: "audit", query: "select * from audit order by seq desc limit 100" },
    "its last page": {
      path: "audit?before=100",
      query: "select * from audit where seq < 100 order by seq desc limit 100",
    },
  };
};

/** A change by whose deadline silence counts, and one that asks for approval. */
const [silent, asked] = ["2.1", "3.1"];

/** What the inbox's pages take, of a service with so many recipients of contracts, each told of a change, on SQLite. */
export const measureInbox = (folder: string, count: number): Promise<InboxFigures> =>
  measureOn(join(folder, "inbox.db"), count);

/** Likewise, on a PostgreSQL server of its own on this machine. */
export async function measureInboxOnPostgres(count: number): Promise<InboxFigures> {
  const server = await startPostgres({ durable: true });
  const url = server.url("postgres");
  try {
    return await measureOn({ url, tls: "none" }, count, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      // As its own daemon does within a minute.
      await client.query("vacuum analyze");
      await client.end();
    });
  } finally {
    await server.stop();
  }
}

async function measureOn(place: DatabasePlace, count: number, settle = async () => {}): Promise<InboxFigures> {
  const sink = await startSink(0);
  const loaded = await startLoaded(place, { smtp: sink.url, subscribers: 0 });
  await announce(loaded);
  await using store = await openForAction(place);
  await fill(store, count);
  await settle();
  const next = {
    recipients: (await get(loaded, "recipients")).body.next,
    objections: (await get(loaded, "objections")).body.next,
  };
  const found: PageFigures[] = [];
  for (const [what, { path, query }] of Object.entries(pages(next))) {
    const [page, bare]: [number[], number[]] = [[], []];
    for (let at = 0; at < times; at++) {
      page.push((await get(loaded, path)).took);
      const began = performance.now();
      await store.read((db) => rows(db, query));
      bare.push(performance.now() - began);
    }
    found.push({ what, fastest: Math.min(...page), slowest: Math.max(...page), query: Math.min(...bare) });
  }
  const bare: number[] = [];
  for (let at = 0; at < times; at++) bare.push((await get(loaded, "openapi.json")).took);
  await loaded.stop();
  sink.stop();
  return { pages: found, bare: Math.min(...bare) };
}

/** Reads an address of the operator's. */
export async function get({ service }: Loaded, path: string) {
  const began = performance.now();
  const answer = await fetch(`${service.address}${path}`, {
    // The service may share this thread, and closes what is idle while rows are put in.
    headers: { authorization: `Bearer ${service.operatorToken}`, connection: "close" },
  });
  if (!answer.ok) throw new Error(`Expected ${path} to be answered, found ${answer.status}: ${await answer.text()}`);
  return { body: await answer.json(), took: performance.now() - began };
}

async function announce(loaded: Loaded): Promise<void> {
  const count = async (size: number) => {
    await look(loaded);
    await until(async () => (await get(loaded, "changes")).body.changes.length >= size);
  };
  const content = mockChange();
  await loaded.vendor.publish(content, Date.now());
  await count(1);
  const noticeTerms = { noticePeriod: "P10D", objectionPeriod: "P10D", silence: "refused" as const };
  const third = { id: "third", name: "Third" };
  await loaded.vendor.publish(
    { ...content, noticeTerms, subprocessors: [...content.subprocessors, third] },
    Date.now(),
  );
  await count(2);
}

/** How many people are put in at once. */
const perSlice = 5000;

/**
 * Recipients with an address each; all but ten told of a change; of each fifth an objection, half of them open; a tenth
 * approve another change; a tenth of the mails failed, and as many of an older publish; each hundredth cannot be told.
 */
async function fill(store: StoreForAction, count: number): Promise<void> {
  for (let from = 0; from < count; from += perSlice) {
    const to = Math.min(count, from + perSlice);
    await store.write(async (tx) => {
      for (const text of filling(count)) await change(tx, `with recursive ${numbers} ${text}`, from, to - 1);
    });
  }
}

const numbers =
  "given (i) as (select cast(? as integer) union all select i + 1 from given where i < cast(? as integer))";

/** One statement for each table, of people by their numbers. */
const filling = (count: number): readonly string[] => {
  const person = "given join subscriptions on subscriptions.email_hash = 'h' || i";
  const named = `case i when ${count - 1} then 'Last Reader' else 'Customer ' || i end`;
  const deadline = "'2026-12-31T23:59:59Z'";
  return [
    `insert into subscriptions (id, email_hash, state, period, confirm_hash, leave_hash, created_at, cursor)
       select gen_random_uuid(), 'h' || i, 'left', 0, 'c' || i, 'l' || i, 0, 3 from given`,
    `insert into recipients (id, customer, email, email_hash, role, services, contract, search, subscription, owed_from, added_at,
         changed_at, stopped)
       select gen_random_uuid(), ${named}, 'reader-' || i || '@customer.example', 'h' || i, 'privacy', '[]', '',
         lower(${named}) || ' reader-' || i || '@customer.example', subscriptions.id, 0, 0, 0, 0 from ${person}`,
    `insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, due_at, wanted_at, created_at, settled_at)
       select gen_random_uuid(), case when i % 10 = 0 then 'notice-2' else 'notice-3' end, subscriptions.id, 'email', 'notice',
         subscriptions.id, case when i % 10 < 2 then 'failed' else 'sent' end, 1, i, 0, 0, i from ${person}`,
    `insert into told (delivery, subscription, event, since, until, message_id, language, text_sha256, changes, contracts, state,
         outcome, told_at, settled_at)
       select gen_random_uuid(), subscriptions.id, 'notice-2', 1, 2, '<' || subscriptions.id || '@acme.example>', 'en', 'x',
         '[{"id":"${silent}","deadline":${deadline.replaceAll("'", '"')}}]', '[]', 'sent', '250', 0, 0
       from ${person} where i >= 10`,
    `insert into cases (id, feed, change, email_hash, mailbox_hash, token_hash, newest, filed_at, deadline, due, step, stepped_at,
         state, since)
       select subscriptions.id, feed_state.feed, '${silent}', 'h' || i, 'h' || i, 'h' || i, subscriptions.id, 0, ${deadline}, i, 1, 0,
         case when i % 10 = 0 then 'filed' else 'resolved' end, 0 from ${person} join feed_state on true where i % 5 = 0`,
    `insert into objections (id, request, change, feed_version, feed_sha256, name, email, organisation, grounds, filed_at, deadline,
         content_sha256, receipt, case_id)
       select subscriptions.id, subscriptions.id, '${silent}', 2, 'x', 'Ada', 'ada@customer.example', 'Customer', '', 0, ${deadline},
         'x', 'x', subscriptions.id from ${person} where i % 5 = 0`,
    `insert into approvals (feed, change, customer, given, at, name, how)
       select feed_state.feed, '${asked}', ${named}, 1, 0, 'Lucia', 'By mail.' from given join feed_state on true where i % 10 = 3`,
    `insert into tasks (id, kind, subscription, reason, opened_at, due_at)
       select gen_random_uuid(), 'unreachable', subscriptions.id, '550', 0, i from ${person} where i % 100 = 0`,
    `insert into audit (at, name, role, action, about, status)
       select i, 'ada@acme.example', 'admin', 'POST /approvals', '', 200 from given`,
  ];
};
