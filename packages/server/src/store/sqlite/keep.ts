import { randomUUID } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SettingsError } from "../../settings/error.ts";
import { eraseTexts } from "../cases.ts";
import { hold } from "../hold.ts";
import type { JournalEntry, KeptReceipt } from "../journal.ts";
import { change, clock, rows } from "../query.ts";
import type { CaseTable, StepTable, SuppressionTable } from "../schema.ts";
import type { Queries } from "../store.ts";
import { judged } from "./driver.ts";

interface Noted {
  seq: number;
  entry: string;
}

/** What was noted and is not kept apart yet. What is, is forgotten. */
export async function readJournal(tx: Queries, keep: Pick<Keep, "seq">): Promise<Noted[]> {
  const noted = await rows<Noted>(tx, "select seq, entry from journal order by seq");
  if (noted.length === 0) return noted;
  const isKept = ({ seq }: Noted) => seq <= keep.seq;
  if (noted.some(isKept)) await change(tx, "delete from journal where seq <= ?", keep.seq);
  return noted.filter((one) => !isKept(one));
}

/** What is kept apart from the database, in a file of its own beside it. */
export interface Keep {
  /** The name of the database that it belongs to; absent in a new one. */
  readonly database: string | undefined;
  /** The number of the newest entry that is kept. */
  readonly seq: number;
  /** Whether all that was noted is kept. */
  readonly inStep: boolean;
  belongTo(database: string, seq: number): void;
  /** Keeps entries. What cannot be kept now is given again with the next. */
  take(noted: readonly Noted[]): void;
  suppressions(): SuppressionTable[];
  leaves(): { email: string; at: number }[];
  /** Of addresses that contracts name. */
  stops(): { email: string; at: number }[];
  receipts(): KeptReceipt[];
  /** Steps in the order in which they were taken, each with its case after it. */
  steps(): KeptStep[];
  /** Up to which step the texts of a case were erased. */
  erasures(): { id: string; step: number }[];
  close(): void;
}

interface KeptStep {
  row: StepTable;
  case: CaseTable;
}

const layout = `
  create table if not exists keep (one integer primary key check (one = 1), database text not null, seq integer not null) strict;
  create table if not exists suppressions (
    email_hash text primary key, reason text not null, since integer not null, until integer) strict, without rowid;
  create table if not exists leaves (email text primary key, at integer not null) strict, without rowid;
  create table if not exists stops (email text primary key, at integer not null) strict, without rowid;
  create table if not exists receipts (request text primary key, row text not null) strict, without rowid;
  create table if not exists steps (id text not null, step integer not null, kept text not null, primary key (id, step)) strict, without rowid;
  create table if not exists erasures (id text primary key, step integer not null) strict, without rowid;`;

/** @throws {StoreError} */
export function openKeep(file: string): Keep {
  try {
    closeSync(openSync(file, "wx", 0o600));
  } catch {
    // It is there, or SQLite says what is wrong.
  }
  const db = judged(() => {
    const opened = new DatabaseSync(file, { timeout: 5000 });
    opened.exec(`pragma journal_mode = wal; pragma synchronous = full; ${layout}`);
    return opened;
  });
  const own = db.prepare("select database, seq from keep").get() as { database: string; seq: number } | undefined;
  const put = {
    keep: db.prepare("insert or replace into keep (one, database, seq) values (1, ?, ?)"),
    suppress: db.prepare("insert or replace into suppressions (email_hash, reason, since, until) values (?, ?, ?, ?)"),
    leave: db.prepare("insert or replace into leaves (email, at) values (?, ?)"),
    stop: db.prepare("insert or replace into stops (email, at) values (?, ?)"),
    back: db.prepare("delete from leaves where email = ?"),
    receipt: db.prepare("insert or ignore into receipts (request, row) values (?, ?)"),
    step: db.prepare("insert or ignore into steps (id, step, kept) values (?, ?, ?)"),
    erase: db.prepare("insert or replace into erasures (id, step) values (?, ?)"),
  };
  let { database, seq } = own ?? { database: undefined as string | undefined, seq: 0 };
  let inStep = true;

  const keepOne = (entry: JournalEntry) => {
    if (entry.type === "leave") put.leave.run(entry.email, entry.at);
    else if (entry.type === "stop") put.stop.run(entry.email, entry.at);
    else if (entry.type === "confirm") put.back.run(entry.email);
    else if (entry.type === "erase") put.erase.run(entry.id, entry.step);
    else if (entry.type === "step") {
      const { row, case: after } = entry;
      put.step.run(row.case_id, row.step, JSON.stringify({ row, case: after } satisfies KeptStep));
    } else if (entry.type === "receipt") put.receipt.run(entry.row.request, JSON.stringify(entry.row));
    else if (entry.type === "suppress") {
      const { email_hash, reason, since, until } = entry.row;
      put.suppress.run(email_hash, reason, since, until);
    }
  };

  return {
    get database() {
      return database;
    },
    get seq() {
      return seq;
    },
    get inStep() {
      return inStep;
    },
    belongTo: (name, upTo) => {
      judged(() => put.keep.run(name, upTo));
      database = name;
      seq = upTo;
    },
    take: (noted) => {
      const last = noted.at(-1);
      if (!last || database === undefined) return;
      try {
        db.exec("begin immediate");
        for (const { entry } of noted) keepOne(JSON.parse(entry) as JournalEntry);
        put.keep.run(database, last.seq);
        db.exec("commit");
        seq = last.seq;
        inStep = true;
      } catch {
        // It is in the database, and so is not lost: it is given again with the next write. Until then no mail goes out.
        inStep = false;
        if (db.isTransaction) db.exec("rollback");
      }
    },
    suppressions: () => db.prepare("select * from suppressions").all() as unknown as SuppressionTable[],
    leaves: () => db.prepare("select * from leaves").all() as { email: string; at: number }[],
    stops: () => db.prepare("select * from stops").all() as { email: string; at: number }[],
    receipts: () =>
      db
        .prepare("select row from receipts")
        .all()
        .map(({ row }) => JSON.parse(String(row)) as KeptReceipt),
    steps: () =>
      db
        .prepare("select kept from steps order by id, step")
        .all()
        .map(({ kept }) => JSON.parse(String(kept)) as KeptStep),
    erasures: () => db.prepare("select id, step from erasures").all() as { id: string; step: number }[],
    close: () => db.close(),
  };
}

/**
 * Brings database and keep in step at start. A database that knows less than was kept is an older one: a backup that was
 * restored. It is told what must not be contradicted, and its mails are held.
 *
 * @throws {SettingsError} where the two belong to different databases
 */
export async function comeInStep(db: Queries, keep: Keep): Promise<void> {
  const [own] = await rows<{ value: string }>(db, "select value from service where name = 'id'");
  const [counted] = await rows<{ seq: number }>(db, "select seq from sqlite_sequence where name = 'journal'");
  const known = counted?.seq ?? 0;
  if (own && keep.database !== undefined && own.value !== keep.database) {
    throw new SettingsError(
      "Expected the file DATABASE-kept to belong to the database beside it, found another's. Put the right one there. " +
        "Without one, move it away: then no mail goes out until you say so.",
    );
  }
  const id = own?.value ?? keep.database ?? randomUUID();
  if (!own) await change(db, "insert into service (name, value) values ('id', ?)", id);
  if (keep.database === undefined) {
    if (own) await hold(db, "kept-missing");
    return keep.belongTo(id, known);
  }
  if (keep.seq > known || !own) {
    await db.transaction().execute(async (tx) => {
      await catchUp(tx, keep);
      await hold(tx, "restored");
    });
  }
  keep.take(await readJournal(db, keep));
}

/** Tells an older database what was said since. */
async function catchUp(tx: Queries, keep: Keep): Promise<void> {
  const now = await clock(tx);
  for (const { email_hash, reason, since, until } of keep.suppressions()) {
    await change(
      tx,
      "insert or replace into suppressions (email_hash, reason, since, until) values (?, ?, ?, ?)",
      ...[email_hash, reason, since, until],
    );
  }
  for (const { email, at } of keep.leaves()) {
    await change(
      tx,
      `update subscriptions set state = 'left', email = null, left_at = ?
       where email_hash = ? and state <> 'left' and coalesce(confirmed_at, created_at) < ?`,
      ...[at, email, at],
    );
  }
  for (const { email, at } of keep.stops()) {
    await change(
      tx,
      "update recipients set stopped = 1, left_at = coalesce(left_at, ?) where email_hash = ? and added_at < ?",
      ...[at, email, at],
    );
  }
  await change(
    tx,
    `update subscriptions set contract_email = null where contract_email is not null
     and not exists (select 1 from recipients where recipients.subscription = subscriptions.id and stopped = 0)`,
  );
  await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'left', settled_at = ? where state in ('queued', 'unknown', 'leased')
     and subscription in (select id from subscriptions where state = 'left' and contract_email is null)`,
    now,
  );
  for (const receipt of keep.receipts()) {
    // What was objected is lost but for the mail to the vendor; that it was, when, and to what, is not.
    const objection = { ...receipt, name: "", email: "", organisation: "", grounds: "", language: null, case_id: null };
    await tx
      .insertInto("objections")
      .values(objection)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await catchUpCases(tx, keep);
  await change(tx, "delete from journal");
  await change(tx, "delete from sqlite_sequence where name = 'journal'");
  await change(tx, "insert into sqlite_sequence (name, seq) values ('journal', ?)", keep.seq);
}

/** What was receipted stands: a step that the older database does not know is there again, without what was written in it. */
async function catchUpCases(tx: Queries, keep: Keep): Promise<void> {
  for (const { row, case: after } of keep.steps()) {
    const known = await tx.selectFrom("cases").select("step").where("id", "=", after.id).executeTakeFirst();
    if (known && known.step >= row.step) continue;
    if (known) await tx.updateTable("cases").set(after).where("id", "=", after.id).execute();
    else await tx.insertInto("cases").values(after).execute();
    await tx.insertInto("steps").values(row).execute();
  }
  await change(
    tx,
    `update objections set case_id = (select case_id from steps where steps.objection = objections.id)
     where case_id is null`,
  );
  for (const erasure of keep.erasures()) await eraseTexts(tx, erasure);
}
