import { Migrator } from "kysely/migration";
import { SettingsError } from "../../settings/error.ts";
import { rows } from "../query.ts";
import type { Queries } from "../store.ts";
import { first } from "./0001-first.ts";
import { periods } from "./0002-periods.ts";
import { timeStamps } from "./0003-time-stamps.ts";
import { ledger } from "./0004-ledger.ts";
import { journal } from "./0005-journal.ts";
import { replicas } from "./0006-replicas.ts";
import { recipients } from "./0007-recipients.ts";
import { told } from "./0008-told.ts";
import { entered } from "./0009-entered.ts";
import { taskMail } from "./0010-task-mail.ts";
import { cases } from "./0011-cases.ts";
import { inbox } from "./0012-inbox.ts";
import { wishes } from "./0013-wishes.ts";
import { webhooks } from "./0014-webhooks.ts";
import { recipientsInOrder } from "./0015-recipients-in-order.ts";
import { moments } from "./0016-moments.ts";
import { pages } from "./0017-pages.ts";
import { olderReplicas } from "./0018-older-replicas.ts";
import { answersInOrder } from "./0019-answers-in-order.ts";
import { objectorsToTell } from "./0020-objectors-to-tell.ts";
import { toldChangesAgain } from "./0021-told-changes-again.ts";

/** Every layout, in their order, for both databases. What has shipped stays as it is. */
export const migrations = {
  "0001-first": first,
  "0002-periods": periods,
  "0003-time-stamps": timeStamps,
  "0004-ledger": ledger,
  "0005-journal": journal,
  "0006-replicas": replicas,
  "0007-recipients": recipients,
  "0008-told": told,
  "0009-entered": entered,
  "0010-task-mail": taskMail,
  "0011-cases": cases,
  "0012-inbox": inbox,
  "0013-wishes": wishes,
  "0014-webhooks": webhooks,
  "0015-recipients-in-order": recipientsInOrder,
  "0016-moments": moments,
  "0017-pages": pages,
  "0018-older-replicas": olderReplicas,
  "0019-answers-in-order": answersInOrder,
  "0020-objectors-to-tell": objectorsToTell,
  "0021-told-changes-again": toldChangesAgain,
};

const newest = Object.keys(migrations).at(-1) ?? "";

/**
 * Brings the layout up to date. Processes that start at the same time take turns.
 *
 * @throws {SettingsError} where the database is of a newer version of the program
 */
export async function migrate(db: Queries): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  refuseNewer(await executed(db));
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** The next start of the service brings the database up to date. */
export class BehindError extends SettingsError {}

/** @throws {SettingsError} where the database is of another version of the program; {@link BehindError} of an older one */
export async function requireNewest(db: Queries): Promise<void> {
  const names = await executed(db);
  refuseNewer(names);
  const found = names.at(-1);
  if (found === newest) return;
  throw new BehindError(
    `Expected a database of the layout ${newest}, found ${found ?? "none"}. Start this version of the service on it first.`,
  );
}

/** The names of the layouts that a database has had. */
async function executed(db: Queries): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return [];
  return (await rows<{ name: string }>(db, "select name from kysely_migration order by name")).map(({ name }) => name);
}

function refuseNewer(names: readonly string[]): void {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new SettingsError(
    `Expected a database of the layout ${newest} or older, found ${unknown.join(", ")}: it is of a newer version of the ` +
      "program. Start that one, or restore a backup from before.",
  );
}
