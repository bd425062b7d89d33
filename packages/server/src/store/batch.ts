import type { Transaction } from "kysely";
import type { Database } from "./schema.ts";
import type { Batched, Write } from "./store.ts";

/** What a batch may be. */
export interface BatchTerms {
  /** The most that share a transaction: bounds how long the first of them waits. */
  most: number;
  /** How many transactions at once. */
  atOnce: number;
}

interface Waiting<In, Out> {
  given: In;
  resolve(outcome: Out): void;
  reject(reason: unknown): void;
}

/** Gathers what is asked for in one turn of the event loop, and while all transactions are taken, into one transaction. */
export function createBatch<In, Out>(
  write: Write,
  { most, atOnce }: BatchTerms,
  work: (tx: Transaction<Database>, given: readonly In[]) => Promise<readonly Out[]>,
): Batched<In, Out> {
  let waiting: Waiting<In, Out>[] = [];
  let running = 0;
  let called = false;

  const run = async () => {
    running++;
    while (waiting.length > 0) {
      const some = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const outcomes = await write((tx) =>
          work(
            tx,
            some.map(({ given }) => given),
          ),
        );
        for (const [at, one] of some.entries()) one.resolve(outcomes[at] as Out);
      } catch (error) {
        for (const one of some) one.reject(error);
      }
    }
    running--;
  };

  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (called || running >= atOnce) return;
      called = true;
      setImmediate(() => {
        called = false;
        if (running < atOnce) void run();
      });
    });
}
