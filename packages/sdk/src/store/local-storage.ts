import type { Store } from "./store.ts";

/** Remembers in `localStorage`: some 5 MB an origin, for pages without IndexedDB. */
export function localStorageStore(prefix = "trust-center:"): Store {
  const read = (key: string): unknown => {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : JSON.parse(text);
  };
  return {
    disposable: true,
    read: async (key) => read(key),
    update: async (key, next) => localStorage.setItem(prefix + key, JSON.stringify(next(read(key)))),
  };
}
