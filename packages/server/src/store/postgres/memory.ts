import type { Store as Memory } from "@trust-center/sdk";
import { change, lock, rows } from "../query.ts";
import type { Queries, Write } from "../store.ts";

/** What the SDK remembers of the feed, for all replicas: what one has seen, none is rolled back from. */
export function createMemory(db: Queries, write: Write): Memory {
  const read = async (from: Queries, key: string): Promise<unknown> => {
    const [found] = await rows<{ value: string }>(from, "select value from memory where key = ?", key);
    return found && JSON.parse(found.value);
  };
  return {
    read: (key) => read(db, key),
    update: (key, next) =>
      write(async (tx) => {
        await lock(tx, `memory ${key}`, "alone");
        const value = JSON.stringify(next(await read(tx, key)));
        await change(
          tx,
          "insert into memory (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
          ...[key, value],
        );
      }),
  };
}
