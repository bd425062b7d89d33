import { openStore } from "../store/open/open.ts";
import type { DatabasePlace } from "../store/store.ts";

/** Puts readers into a database who have confirmed, as if they had long ago. Ids lie anywhere in their order. */
export async function addReaders(database: DatabasePlace, count: number): Promise<void> {
  const store = await openStore(database);
  await store.write(async (tx) => {
    for (let at = 0; at < count; at++) {
      const id = `${(at * 7919) % 100_003}-${at}`;
      const email = `reader-${at}@customer.example`;
      await tx
        .insertInto("subscriptions")
        .values({
          ...{ id, email, email_hash: id, language: null, state: "confirmed", period: 0 },
          ...{ confirm_hash: `c${id}`, leave_hash: `l${id}`, created_at: 0, confirmed_at: 0, left_at: null, cursor: 1 },
        })
        .execute();
    }
  });
  await store.close();
}
