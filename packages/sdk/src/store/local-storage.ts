import type { Store } from "./store.ts";

/** Remembers in `localStorage`: some 5 MB an origin, for pages without IndexedDB. Tabs take turns by a Web Lock. */
export function localStorageStore(prefix = "trust-center:"): Store {
  const read = (key: string): unknown => {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : JSON.parse(text);
  };
  return {
    disposable: true,
    read: async (key) => read(key),
    update: async (key, next) => {
      const replace = () => localStorage.setItem(prefix + key, JSON.stringify(next(read(key))));
      // Locks are for secure contexts; elsewhere one tab cannot be kept from writing between another's two steps.
      if (navigator.locks) await navigator.locks.request(prefix + key, replace);
      else replace();
    },
  };
}
