import type { Kysely, Transaction } from "kysely";
import { change } from "../query.ts";
import type { Database } from "../schema.ts";
import type { Write } from "../store.ts";
import { type Keep, readJournal } from "./keep.ts";

interface Job {
  run(tx: Transaction<Database>): Promise<unknown>;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** The most jobs that share a commit: bounds how long the first of them waits. */
const jobsPerCommit = 64;

/** Milliseconds between one commit and the next. */
const betweenCommits = 2;

/**
 * Group commit: every write asked for in one turn of the event loop shares one transaction, so one `fsync` pays for all.
 * Each runs in a savepoint of its own: one that fails takes back nothing but itself. Work must not wait for anything
 * but the database.
 */
export function createWriter(db: Kysely<Database>, keep: Keep): Write {
  const waiting: Job[] = [];
  let draining = false;

  const drain = async () => {
    while (waiting.length > 0) {
      await commit(db, waiting.splice(0, jobsPerCommit), keep);
      // A commit holds the event loop while the disk writes: what piled up meanwhile shall share the next one.
      await new Promise((turn) => setTimeout(turn, betweenCommits));
    }
    draining = false;
  };

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ run: work, resolve: resolve as (value: unknown) => void, reject });
      if (draining) return;
      draining = true;
      setImmediate(() => void drain());
    });
}

async function commit(db: Kysely<Database>, jobs: Job[], keep: Keep): Promise<void> {
  const settle: (() => void)[] = [];
  try {
    const journal = await db.transaction().execute(async (tx) => {
      for (const job of jobs) settle.push(await runInSavepoint(tx, job));
      return readJournal(tx, keep);
    });
    // Before anybody is told: what was answered must survive the database.
    keep.take(journal);
  } catch (error) {
    for (const job of jobs) job.reject(error);
    return;
  }
  for (const done of settle) done();
}

async function runInSavepoint(tx: Transaction<Database>, job: Job): Promise<() => void> {
  await change(tx, "savepoint job");
  try {
    const value = await job.run(tx);
    await change(tx, "release job");
    return () => job.resolve(value);
  } catch (error) {
    // Where SQLite itself rolled everything back (disk full), this throws too and the whole batch is refused.
    await change(tx, "rollback to job");
    await change(tx, "release job");
    return () => job.reject(error);
  }
}
