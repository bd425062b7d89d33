import { hour } from "../time.ts";
import type { Queries } from "./open.ts";
import { change, rows } from "./query.ts";

/** At most so many in a span of milliseconds. */
export interface Rate {
  most: number;
  span: number;
}

/** The limits of the service. */
export interface Rates {
  subscriptionsPerNetwork: Rate;
  /** What is more is not refused: it costs its sender more work. */
  objectionsPerNetwork: Rate;
  /** What is more is filed like the rest, and its receipt is not mailed. */
  objectionsPerAddress: Rate;
  confirmationsPerAddress: Rate;
  /** Receipts that an authority is asked to stamp, in all: it may charge for each. What is more goes without. */
  timeStamps: Rate;
}

export const defaultRates: Rates = {
  subscriptionsPerNetwork: { most: 30, span: hour },
  objectionsPerNetwork: { most: 30, span: hour },
  objectionsPerAddress: { most: 10, span: hour },
  confirmationsPerAddress: { most: 1, span: hour },
  timeStamps: { most: 200, span: hour },
};

/** How many were counted under a key in the span that runs. */
export async function counted(tx: Queries, key: string, now: number): Promise<number> {
  const [found] = await rows<Counted>(tx, "select count, expires_at from rates where key = ?", key);
  return found && found.expires_at > now ? found.count : 0;
}

interface Counted {
  count: number;
  expires_at: number;
}

/** One statement: what is read and written in two is counted wrongly by two writers. */
async function countUp(tx: Queries, key: string, { span }: Rate, now: number): Promise<Counted> {
  const [found] = await rows<Counted>(
    tx,
    `insert into rates (key, count, expires_at) values (?1, 1, ?2) on conflict (key) do update set
       count = case when expires_at > ?3 then count + 1 else 1 end,
       expires_at = case when expires_at > ?3 then expires_at else ?2 end
     returning count, expires_at`,
    ...[key, now + span, now],
  );
  return found as Counted;
}

/**
 * Counts one more under a key, whatever the limit.
 *
 * @returns how many were counted before it in the span that runs
 */
export async function count(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  return (await countUp(tx, key, rate, now)).count - 1;
}

/**
 * Counts one more under a key.
 *
 * @returns milliseconds until the span is over where it is one too many, else 0
 */
export async function countOne(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  const found = await countUp(tx, key, rate, now);
  return found.count > rate.most ? found.expires_at - now : 0;
}

/** Writes and takes it back: what fails here would fail a request. */
export async function countNothing(tx: Queries): Promise<void> {
  await change(tx, "insert into rates (key, count, expires_at) values ('health', 0, 0) on conflict do nothing");
  await change(tx, "delete from rates where key = 'health'");
}
