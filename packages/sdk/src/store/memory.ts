import type { Store } from "./store.ts";

/** Remembers as long as the object lives. */
export function memoryStore(): Store {
  const kept = new Map<string, unknown>();
  return {
    read: async (key) => kept.get(key),
    update: async (key, next) => {
      kept.set(key, next(kept.get(key)));
    },
  };
}
