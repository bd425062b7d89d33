import { hour, minute } from "../time.ts";
import { type Asked, change, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { statement } from "./words.ts";

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
  /** Steps that an objector takes in one case: each is mailed to both sides. */
  stepsPerCase: Rate;
  signInsPerNetwork: Rate;
  /** Links to sign in that one address is mailed. */
  signInsPerAddress: Rate;
  /** Receipts that an authority is asked to stamp, in all: it may charge for each. What is more goes without. */
  timeStamps: Rate;
}

export const defaultRates: Rates = {
  subscriptionsPerNetwork: { most: 30, span: hour },
  objectionsPerNetwork: { most: 30, span: hour },
  objectionsPerAddress: { most: 10, span: hour },
  confirmationsPerAddress: { most: 1, span: hour },
  stepsPerCase: { most: 20, span: hour },
  signInsPerNetwork: { most: 30, span: hour },
  signInsPerAddress: { most: 5, span: 15 * minute },
  timeStamps: { most: 200, span: hour },
};

/** How many were counted under a key in the span that runs. */
export async function counted(tx: Queries, key: string, now: number): Promise<number> {
  const [found] = await rows<Counted>(tx, "select count, expires_at from rates where key = ?", key);
  return found && found.expires_at > now ? found.count : 0;
}

export interface Counted {
  count: number;
  /** Milliseconds since 1970. */
  expires_at: number;
}

/** What a key is counted up by. */
export interface Addition {
  key: string;
  count: number;
}

/**
 * Counts more under keys, each of them once in the list. One statement: what is read and written in two is counted wrongly
 * by two writers. In the order of the keys, so that two writers never wait for each other.
 */
export async function countUp(
  tx: Queries,
  additions: readonly Addition[],
  { span }: Rate,
  now: number,
): Promise<Map<string, Counted>> {
  const found = await rows<Counted & { key: string }>(
    tx,
    counting,
    ...[now + span, JSON.stringify(additions), now, now],
  );
  return new Map(found.map(({ key, count, expires_at }) => [key, { count, expires_at }]));
}

const writeCounting = (until: string, now: string) =>
  statement(
    ({ table }) => `insert into rates (key, count, expires_at)
      select key, count, ${until} from ${table("more", { key: "text", count: "integer" })} where true order by key
    on conflict (key) do update set
      count = case when rates.expires_at > ${now} then rates.count + excluded.count else excluded.count end,
      expires_at = case when rates.expires_at > ${now} then rates.expires_at else excluded.expires_at end
    returning key, count, expires_at`,
  );

const counting = writeCounting("cast(? as bigint)", "?");

/** {@link countUp} as a statement that needs no time told. */
export const askToCount = (additions: readonly Addition[], { span }: Rate): Asked => [
  countingNow,
  span,
  JSON.stringify(additions),
];

const countingNow = writeCounting("cast(? as bigint) + clock_ms()", "clock_ms()");

/** Takes back what was counted in this transaction. A key under which nothing was counted before is none. */
export const askToUncount = (subtractions: readonly Addition[]): Asked[] => [
  [uncounting, JSON.stringify(subtractions)],
  [forgetting, JSON.stringify(subtractions.map(({ key }) => key))],
];

const uncounting = statement(
  ({ table }) => `update rates set count = rates.count - less.count
    from ${table("less", { key: "text", count: "integer" })} where rates.key = less.key`,
);

const forgetting = statement(({ listed }) => `delete from rates where count <= 0 and key in (${listed})`);

async function countUpOne(tx: Queries, key: string, rate: Rate, now: number): Promise<Counted> {
  return (await countUp(tx, [{ key, count: 1 }], rate, now)).get(key) as Counted;
}

/**
 * Counts one more under a key, whatever the limit.
 *
 * @returns how many were counted before it in the span that runs
 */
export async function count(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  return (await countUpOne(tx, key, rate, now)).count - 1;
}

/**
 * Counts one more under a key.
 *
 * @returns milliseconds until the span is over where it is one too many, else 0
 */
export async function countOne(tx: Queries, key: string, rate: Rate, now: number): Promise<number> {
  const found = await countUpOne(tx, key, rate, now);
  return found.count > rate.most ? found.expires_at - now : 0;
}

/** Writes and takes it back: what fails here would fail a request. */
export async function countNothing(tx: Queries): Promise<void> {
  await change(tx, "insert into rates (key, count, expires_at) values ('health', 0, 0) on conflict do nothing");
  await change(tx, "delete from rates where key = 'health'");
}
