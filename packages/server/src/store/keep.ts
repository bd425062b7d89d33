import { randomUUID } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { SettingsError } from "../settings/error.ts";
import { judged } from "./dialect.ts";
import { hold } from "./hold.ts";
import type { Queries } from "./open.ts";
import { change, clock, rows } from "./query.ts";
import type { ObjectionTable, SuppressionTable } from "./schema.ts";

/** What of an objection a receipt vouches for: no personal data. */
export type KeptReceipt = Pick<
  ObjectionTable,
  | "id"
  | "request"
  | "change"
  | "feed_version"
  | "feed_sha256"
  | "segment"
  | "filed_at"
  | "deadline"
  | "content_sha256"
  | "receipt"
>;

export const receiptOf = (objection: ObjectionTable): KeptReceipt => {
  const { id, request, change, feed_version, feed_sha256, segment, filed_at, deadline, content_sha256, receipt } =
    objection;
  return { id, request, change, feed_version, feed_sha256, segment, filed_at, deadline, content_sha256, receipt };
};

/** What happened that an older database must not contradict. `email` is a keyed hash. */
export type JournalEntry =
  | { type: "claim" }
  | { type: "leave"; email: string; at: number }
  | { type: "confirm"; email: string }
  | { type: "suppress"; row: SuppressionTable }
  | { type: "receipt"; row: KeptReceipt };

/** Notes, in the transaction of what it is about, that something is to be kept apart. */
export async function keepApart(tx: Queries, entry: JournalEntry): Promise<void> {
  await change(tx, "insert into journal (entry) values (?)", JSON.stringify(entry));
}

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
  receipts(): KeptReceipt[];
  close(): void;
}

const layout = `
  create table if not exists keep (one integer primary key check (one = 1), database text not null, seq integer not null) strict;
  create table if not exists suppressions (
    email_hash text primary key, reason text not null, since integer not null, until integer) strict, without rowid;
  create table if not exists leaves (email text primary key, at integer not null) strict, without rowid;
  create table if not exists receipts (request text primary key, row text not null) strict, without rowid;`;

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
    back: db.prepare("delete from leaves where email = ?"),
    receipt: db.prepare("insert or ignore into receipts (request, row) values (?, ?)"),
  };
  let { database, seq } = own ?? { database: undefined as string | undefined, seq: 0 };
  let inStep = true;

  const keepOne = (entry: JournalEntry) => {
    if (entry.type === "leave") put.leave.run(entry.email, entry.at);
    else if (entry.type === "confirm") put.back.run(entry.email);
    else if (entry.type === "receipt") put.receipt.run(entry.row.request, JSON.stringify(entry.row));
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
    receipts: () =>
      db
        .prepare("select row from receipts")
        .all()
        .map(({ row }) => JSON.parse(String(row)) as KeptReceipt),
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
  await change(
    tx,
    `update deliveries set state = 'cancelled', outcome = 'left', settled_at = ? where state in ('queued', 'unknown', 'leased')
     and subscription in (select id from subscriptions where state = 'left')`,
    now,
  );
  for (const receipt of keep.receipts()) {
    // What was objected is lost but for the mail to the vendor; that it was, when, and to what, is not.
    const objection = { ...receipt, name: "", email: "", organisation: "", grounds: "", language: null };
    await tx
      .insertInto("objections")
      .values(objection)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await change(tx, "delete from journal");
  await change(tx, "delete from sqlite_sequence where name = 'journal'");
  await change(tx, "insert into sqlite_sequence (name, seq) values ('journal', ?)", keep.seq);
}
