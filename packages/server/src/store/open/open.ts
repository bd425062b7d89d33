import { openPostgres, openPostgresForAction } from "../postgres/open.ts";
import { openSqlite, openSqliteForAction } from "../sqlite/open.ts";
import type { DatabasePlace, Store, StoreForAction } from "../store.ts";

/**
 * Opens the store of a service, and brings its layout up to date.
 *
 * @param now The clock of a database that has none but its host's, milliseconds since 1970.
 * @throws {SettingsError} where it cannot be opened, is of a newer program, or is another's alone
 */
export const openStore = (place: DatabasePlace, now: () => number = Date.now): Promise<Store> =>
  typeof place === "string" ? openSqlite(place, now) : openPostgres(place);

/**
 * Opens a database that a service may be serving, for one action of its operator.
 *
 * @throws {SettingsError} where there is none, or it is of another version of the program
 */
export const openForAction = (place: DatabasePlace, now: () => number = Date.now): Promise<StoreForAction> =>
  typeof place === "string" ? openSqliteForAction(place, now) : openPostgresForAction(place);
