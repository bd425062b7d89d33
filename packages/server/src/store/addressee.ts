import type { Selectable } from "kysely";
import { together } from "./query.ts";
import { type KeptRecipient, toRecipient } from "./recipients.ts";
import type { RecipientTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import type { Subscription } from "./subscriptions.ts";
import type { ToldChange } from "./told.ts";

/** An address that is told of changes. */
export interface Addressee {
  subscription: Subscription;
  /** Those that contracts name at it and that are to be told. */
  contracts: readonly KeptRecipient[];
  /** The changes after a log size that other notices than one have told it. */
  told: ReadonlySet<string>;
}

/** All that is known of an address, asked in one way to the database. Undefined where there is no such subscription. */
export async function findAddressee(
  db: Queries,
  { subscription: id, since, delivery }: { subscription: string; since: number; delivery: string },
): Promise<Addressee | undefined> {
  const [found, contracts, told] = (await together(
    db,
    ["select * from subscriptions where id = ?", id],
    ["select * from recipients where subscription = ? and stopped = 0 order by customer", id],
    [toldBefore, id, since, delivery],
  )) as [Subscription[], Selectable<RecipientTable>[], { changes: string }[]];
  const [subscription] = found;
  return (
    subscription && {
      subscription,
      contracts: contracts.map(toRecipient),
      told: new Set(told.flatMap(({ changes }) => (JSON.parse(changes) as ToldChange[]).map(({ id }) => id))),
    }
  );
}

const toldBefore = `select changes from told where subscription = ? and state = 'sent' and until > ? and delivery <> ?
  and event like 'notice-%'`;
