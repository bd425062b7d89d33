import { hour } from "../time.ts";
import type { Queries } from "./open.ts";

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
  const row = await tx.selectFrom("rates").selectAll().where("key", "=", key).executeTakeFirst();
  return row && row.expires_at > now ? row.count : 0;
}

/**
 * Counts one more under a key, whatever the limit.
 *
 * @returns how many were counted before it in the span that runs
 */
export async function count(tx: Queries, key: string, { span }: Rate, now: number): Promise<number> {
  const before = await counted(tx, key, now);
  const values = before > 0 ? { count: before + 1 } : { count: 1, expires_at: now + span };
  await tx
    .insertInto("rates")
    .values({ key, expires_at: now + span, ...values })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(values))
    .execute();
  return before;
}

/**
 * Counts one more under a key, unless that is one too many.
 *
 * @returns milliseconds until the span is over where it is one too many, else 0
 */
export async function countOne(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  const row = await tx.selectFrom("rates").selectAll().where("key", "=", key).executeTakeFirst();
  if (row && row.expires_at > now && row.count >= rate.most) return row.expires_at - now;
  await count(tx, key, rate, now);
  return 0;
}
