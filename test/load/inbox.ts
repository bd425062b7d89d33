import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { mockChange } from "@trust-center/feed/mock";
import { look, startLoaded, startSink, until } from "./service.ts";

export interface InboxFigures {
  /** Milliseconds of the slowest of some requests, by what was asked for. */
  slowest: ReadonlyMap<string, number>;
  /** Of a request that reads no row. */
  bare: number;
}

/** How often each is asked for. */
const times = 7;

/** What the inbox's page asks for, of a service with so many recipients of contracts, each told of a change. */
export async function measureInbox(folder: string, count: number): Promise<InboxFigures> {
  const sink = await startSink(0);
  const file = join(folder, "inbox.db");
  const loaded = await startLoaded(file, { smtp: sink.url, subscribers: 0 });
  await loaded.vendor.publish(mockChange(), Date.now());
  await look(loaded);
  const get = async (path: string) => {
    const began = performance.now();
    const answer = await fetch(`${loaded.service.address}${path}`, {
      // The service shares this thread, and closes what is idle while rows are put in.
      headers: { authorization: `Bearer ${loaded.service.operatorToken}`, connection: "close" },
    });
    if (!answer.ok) throw new Error(`Expected ${path} to be answered, found ${answer.status}: ${await answer.text()}`);
    return { body: await answer.json(), took: performance.now() - began };
  };
  await until(async () => (await get("changes")).body.changes.length > 0);
  fill(file, count);
  const { next } = (await get("recipients")).body;
  const asked = {
    "first page of recipients": "recipients",
    "second page": `recipients?after=${next}`,
    "a search that finds one": "recipients?q=last%20reader",
    "a search that finds none": "recipients?q=nobody%20at%20all",
    "objections, deadline first": "objections",
    "what the feed announces": "changes",
    "mails that did not arrive": "deliveries",
    "who was told of a change": "changes/2.1/told",
  };
  const slowest = new Map<string, number>();
  for (const [what, path] of Object.entries(asked)) {
    const took: number[] = [];
    for (let at = 0; at < times; at++) took.push((await get(path)).took);
    slowest.set(what, Math.max(...took));
  }
  const bare: number[] = [];
  for (let at = 0; at < times; at++) bare.push((await get("inbox/session")).took);
  await loaded.stop();
  sink.stop();
  return { slowest, bare: Math.max(...bare) };
}

/** Recipients with an address each, a notice that told them, and an objection of every tenth. */
function fill(file: string, count: number): void {
  const db = new DatabaseSync(file);
  db.exec("begin immediate");
  const subscription = db.prepare(
    `insert into subscriptions (id, email_hash, state, period, confirm_hash, leave_hash, created_at, cursor)
     values (?, ?, 'left', 0, ?, ?, 0, 2)`,
  );
  const recipient = db.prepare(
    `insert into recipients (id, customer, email, email_hash, role, services, contract, search, subscription, owed_from,
       added_at, changed_at, stopped) values (?, ?, ?, ?, 'privacy', '[]', '', ?, ?, 0, 0, 0, 0)`,
  );
  const told = db.prepare(
    `insert into told (delivery, subscription, event, since, until, message_id, language, text_sha256, changes, contracts,
       state, outcome, told_at, settled_at) values (?, ?, 'notice-2', 1, 2, ?, 'en', 'x', ?, '[]', 'sent', '250', 0, 0)`,
  );
  const changes = JSON.stringify([{ id: "2.1", deadline: "2026-12-31T23:59:59Z" }]);
  for (let at = 0; at < count; at++) {
    const id = randomUUID();
    const [customer, email] = [at === count - 1 ? "Last Reader" : `Customer ${at}`, `reader-${at}@customer.example`];
    subscription.run(id, id, `c${id}`, `l${id}`);
    recipient.run(randomUUID(), customer, email, id, `${customer}\n${email}`.toLowerCase(), id);
    told.run(randomUUID(), id, `<${id}@acme.example>`, changes);
  }
  fillObjections(db, Math.floor(count / 10));
  db.exec("commit");
  db.close();
}

function fillObjections(db: DatabaseSync, count: number): void {
  const one = db.prepare(
    `insert into cases (id, feed, change, email_hash, mailbox_hash, token_hash, newest, filed_at, deadline, due, step, stepped_at,
       state, since) values (?, 'x', '2.1', ?, ?, ?, ?, 0, '2026-12-31T23:59:59Z', ?, 1, 0, 'filed', 0)`,
  );
  const objection = db.prepare(
    `insert into objections (id, request, change, feed_version, feed_sha256, name, email, organisation, grounds, filed_at, deadline,
       content_sha256, receipt, case_id) values (?, ?, '2.1', 2, 'x', 'Ada', 'ada@customer.example', 'Customer', '', 0,
       '2026-12-31T23:59:59Z', 'x', 'x', ?)`,
  );
  for (let at = 0; at < count; at++) {
    const id = randomUUID();
    one.run(id, id, id, id, id, at);
    objection.run(id, id, id);
  }
}
