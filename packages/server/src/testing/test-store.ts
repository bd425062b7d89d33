import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../store/open/open.ts";
import type { Store } from "../store/store.ts";
import { openTestDatabase } from "./service.ts";
import type { TestDatabase } from "./test-database.ts";

/** A store on a database of its own. */
export interface TestStore {
  database: TestDatabase;
  store: Store;
  /** Closes both, and removes what they left. */
  close(): Promise<void>;
}

/** Opens the store of the product on an empty database: SQLite, or PostgreSQL where the tests have one. */
export async function openTestStore(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-store-"));
  const database = await openTestDatabase(folder);
  const store = await openStore(database.place, database.now);
  return {
    database,
    store,
    close: async () => {
      await store.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
