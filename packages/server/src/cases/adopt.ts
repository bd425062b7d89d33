import { readReceiptUnverified } from "@trust-center/feed";
import type { Keyed } from "../secret/keyed.ts";
import { fileIntoCase, putInCase, withoutCase } from "../store/cases.ts";
import { lock } from "../store/query.ts";
import type { Store } from "../store/store.ts";
import { partyOf } from "./party.ts";

/** How many objections one transaction takes. */
const atOnce = 100;

/** Brings objections that are older than cases into theirs: hashes of addresses are not the database's to make. */
export async function adoptObjections(store: Pick<Store, "write">, keyed: Keyed): Promise<void> {
  const adopt = () =>
    store.write(async (tx) => {
      await lock(tx, "adopt", "alone");
      const found = await withoutCase(tx, atOnce);
      for (const objection of found) {
        const { feed } = readReceiptUnverified(objection.receipt);
        const { id } = await fileIntoCase(tx, objection, partyOf(keyed, feed, objection.email));
        await putInCase(tx, objection.id, id);
      }
      return found.length === atOnce;
    });
  while (await adopt());
}
