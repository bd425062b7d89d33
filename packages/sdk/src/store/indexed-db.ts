import type { Store } from "./store.ts";

const objects = "feeds";

/** Remembers in IndexedDB. */
export function indexedDbStore(name = "trust-center"): Store {
  return {
    disposable: true,
    read: (key) => transact(name, "readonly", (store, then) => then(store.get(key), (kept) => kept)),
    update: (key, next) =>
      transact(name, "readwrite", (store, then) => then(store.get(key), (kept) => void store.put(next(kept), key))),
  };
}

/** Calls back with what a request found; what the callback gives is the transaction's result. */
type Then<T> = (request: IDBRequest, use: (found: unknown) => T) => void;

async function transact<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, then: Then<T>) => void,
): Promise<T> {
  const database = await open(name);
  let leave: (() => void) | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(objects, mode);
      // WebKit (2.50) never ends the transaction of a page that was left: for the rest of its session nobody reads the store.
      leave = () => {
        try {
          transaction.abort();
        } catch {
          // It is ending already.
        }
      };
      addEventListener("pagehide", leave);
      let result: T;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore(objects), (request, use) => {
        request.onsuccess = () => {
          try {
            result = use(request.result);
          } catch (error) {
            reject(error);
            transaction.abort();
          }
        };
      });
    });
  } finally {
    if (leave) removeEventListener("pagehide", leave);
    database.close();
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(objects);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("IndexedDB is blocked by another tab."));
  });
}
