import type { Store } from "./store.ts";

const objects = "feeds";

/** Remembers in IndexedDB. */
export function indexedDbStore(name = "trust-center"): Store {
  return {
    disposable: true,
    read: (key) => transact(name, "readonly", (store, done) => after(store.get(key), done)),
    update: (key, next) =>
      transact<void>(name, "readwrite", (store, done) =>
        after(store.get(key), (kept) => {
          store.put(next(kept), key);
          done(undefined);
        }),
      ),
  };
}

async function transact<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore, done: (value: T) => void) => void,
): Promise<T> {
  const database = await open(name);
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(objects, mode);
      let result: T;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
      work(transaction.objectStore(objects), (value) => {
        result = value;
      });
    });
  } finally {
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

function after<T>(request: IDBRequest<T>, then: (value: T) => void): void {
  request.onsuccess = () => then(request.result);
}
