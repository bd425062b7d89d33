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
  objectionsPerNetwork: Rate;
  objectionsPerAddress: Rate;
  confirmationsPerAddress: Rate;
}

export const defaultRates: Rates = {
  subscriptionsPerNetwork: { most: 30, span: hour },
  objectionsPerNetwork: { most: 30, span: hour },
  objectionsPerAddress: { most: 10, span: hour },
  confirmationsPerAddress: { most: 1, span: hour },
};

/**
 * Counts one more under a key.
 *
 * @returns milliseconds until the span is over where it is one too many, else 0
 */
export async function countOne(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  const row = await tx.selectFrom("rates").selectAll().where("key", "=", key).executeTakeFirst();
  if (row && row.expires_at > now) {
    if (row.count >= rate.most) return row.expires_at - now;
    await tx
      .updateTable("rates")
      .set({ count: row.count + 1 })
      .where("key", "=", key)
      .execute();
    return 0;
  }
  await tx
    .insertInto("rates")
    .values({ key, count: 1, expires_at: now + rate.span })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ count: 1, expires_at: now + rate.span }))
    .execute();
  return 0;
}
