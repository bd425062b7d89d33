import type { Context } from "hono";
import { clientNetwork } from "../http/client.ts";
import { Refusal } from "../http/problem.ts";
import type { Queries } from "../store/open.ts";
import { countOne, type Rate } from "../store/rates.ts";
import type { AppDeps } from "./deps.ts";

/** @throws {Refusal} 429 where this is one too many */
export async function limit(tx: Queries, key: string, rate: Rate, now: number): Promise<void> {
  const wait = await countOne(tx, key, rate, now);
  if (wait === 0) return;
  const retryAfter = Math.ceil(wait / 1000);
  throw new Refusal(429, "rate", `Too many requests. Try again in ${Math.ceil(retryAfter / 60)} min.`, { retryAfter });
}

/** The key under which objections from one network are counted. */
export const objectionsFrom = ({ keyed, trustProxy }: AppDeps, context: Context): string =>
  `objection ${keyed.hash("network", clientNetwork(context, trustProxy))}`;
