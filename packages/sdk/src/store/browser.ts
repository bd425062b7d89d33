import { indexedDbStore } from "./indexed-db.ts";
import { memoryStore } from "./memory.ts";
import type { Store } from "./store.ts";

const memory = memoryStore();

/** IndexedDB, and memory where it fails (private windows, blocked storage). */
export function browserStore(): Store {
  const durable = indexedDbStore();
  return {
    disposable: true,
    read: (key) => durable.read(key).catch(() => memory.read(key)),
    update: (key, next) => durable.update(key, next).catch(() => memory.update(key, next)),
  };
}
