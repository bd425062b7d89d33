import { change, clock } from "./query.ts";
import type { Store, Write } from "./store.ts";

/**
 * One replica's duties: a row says from when on a duty is anybody's again, by the database's clock. Who takes it holds that
 * row until its work is committed with it. What lies further ahead than twice the term was said by a clock that has gone
 * back since, and is void: twice, for another's transaction may have seen a later clock than this one.
 */
export const createExclusive =
  (write: Write): Store["exclusive"] =>
  (name, span, work) =>
    write(async (tx) => {
      const now = await clock(tx);
      const taken = await change(
        tx,
        `insert into duties (name, until) values (?, ?)
         on conflict (name) do update set until = excluded.until where duties.until <= ? or duties.until > ?`,
        ...[name, now + span, now, now + 2 * span],
      );
      if (taken === 0) return false;
      await work(tx);
      return true;
    });
