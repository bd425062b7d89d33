import { indexedDbStore } from "./indexed-db.ts";
import { memoryStore } from "./memory.ts";
import type { Store } from "./store.ts";

/** Milliseconds after which a storage that does not answer counts as one that fails. */
const patience = 5000;

const memory = memoryStore();
/** Once it failed, this page goes by its own memory: an older state must not come back from the storage. */
let failed = false;

/** IndexedDB, and memory where it fails or does not answer (private windows, blocked storage). */
export function browserStore(): Store {
  const durable = indexedDbStore();
  const attempt = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
    if (failed) return work(memory);
    try {
      return await inTime(work(durable));
    } catch (error) {
      // What is too large for a full storage can be made smaller.
      if ((error as Error | null)?.name === "QuotaExceededError") throw error;
      failed = true;
      return work(memory);
    }
  };
  return {
    disposable: true,
    read: (key) =>
      attempt(async (store) => {
        const kept = await store.read(key);
        await memory.update(key, () => kept);
        return kept;
      }),
    update: (key, next) =>
      attempt(async (store) => {
        let kept: unknown;
        await store.update(key, (found) => {
          kept = next(found);
          return kept;
        });
        // What this page last saw in the storage is what it goes on from, should that fail.
        await memory.update(key, () => kept);
      }),
  };
}

const inTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("The storage does not answer.")), patience);
    work.then(resolve, reject);
  });
