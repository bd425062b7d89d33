import { Refusal } from "../http/problem.ts";
import type { Queries } from "../store/open.ts";
import { countOne, type Rate } from "../store/rates.ts";

/** @throws {Refusal} 429 where this is one too many */
export async function limit(tx: Queries, key: string, rate: Rate, now: number): Promise<void> {
  const wait = await countOne(tx, key, rate, now);
  if (wait === 0) return;
  const retryAfter = Math.ceil(wait / 1000);
  throw new Refusal(429, "rate", `Too many requests. Try again in ${Math.ceil(retryAfter / 60)} min.`, { retryAfter });
}
