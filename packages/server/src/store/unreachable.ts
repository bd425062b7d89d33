import { rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { leaveById } from "./subscriptions.ts";
import { tellOfTasks } from "./task-mail.ts";
import { endTasks, openTasks } from "./tasks.ts";
import { statement } from "./words.ts";

/** A notice that its reader will not get. */
export interface Missed {
  subscription: string;
  /** Codes alone. */
  reason: string;
  /** Whether its address takes no mail, whoever sends it. */
  gone: boolean;
}

/**
 * Follows up on notices that were refused for good, given up or came back. Whoever a contract names must be told: that is
 * the privacy team's task. A subscriber's address that is gone is erased.
 */
export async function noteMissed(tx: Queries, missed: readonly Missed[]): Promise<void> {
  if (missed.length === 0) return;
  const ids = JSON.stringify(missed.map(({ subscription }) => subscription));
  const found = await rows<{ id: string; contract: 0 | 1; state: string }>(tx, asking, ids);
  const byId = new Map(found.map((one) => [one.id, one]));
  const toContracts = missed.filter(({ subscription }) => byId.get(subscription)?.contract === 1);
  const opened = await openTasks(
    tx,
    toContracts.map(({ subscription, reason }) => ({ kind: "unreachable", subscription, reason })),
  );
  if (opened.length > 0) await tellOfTasks(tx);
  const gone = missed.filter((one) => one.gone && byId.get(one.subscription)?.state === "confirmed");
  for (const { subscription } of gone) {
    if (byId.get(subscription)?.contract === 0) await leaveById(tx, subscription);
  }
}

/** A mail that whoever objected will not get. */
export interface MissedObjector {
  objection: string;
  /** Codes alone. */
  reason: string;
}

/**
 * Likewise, of mails to whoever objected: its answer, and each step of its case, it must be told as long as anybody knows
 * whose objection it is.
 */
export async function noteMissedObjectors(tx: Queries, missed: readonly MissedObjector[]): Promise<void> {
  if (missed.length === 0) return;
  const cases = await casesOf(
    tx,
    missed.map(({ objection }) => objection),
  );
  const opened = await openTasks(
    tx,
    missed.flatMap(({ objection, reason }) => {
      const case_id = cases.get(objection);
      return case_id === undefined ? [] : [{ kind: "unreachable" as const, case_id, reason }];
    }),
  );
  if (opened.length > 0) await tellOfTasks(tx);
}

/**
 * Ends what is to do about those who objected and were told by mail after all. A step tells how its case stands, whatever came
 * before it; a receipt tells of no step, and nothing tells of what failed after it.
 *
 * @param arrived Ids of mails that arrived.
 */
export async function noteReachedObjectors(tx: Queries, arrived: readonly string[]): Promise<void> {
  if (arrived.length === 0) return;
  const cases = await rows<{ case_id: string }>(tx, toldCases, JSON.stringify(arrived));
  await endTasks(
    tx,
    cases.map(({ case_id }) => case_id),
    { about: "case_id", kinds: ["unreachable"], how: "told" },
  );
}

const toldCases = statement(
  ({
    listed,
  }) => `select distinct told.case_id from deliveries as mail join objections as told on told.id = mail.objection
    where mail.id in (${listed}) and told.case_id is not null and not exists (
      select 1 from deliveries as missed join objections as filed on filed.id = missed.objection
      where filed.case_id = told.case_id and missed.state = 'failed' and missed.recipient = 'objector'
        and (missed.kind = 'objection-step' and (mail.kind = 'objection-receipt' or missed.created_at > mail.created_at)
          or missed.kind = 'objection-receipt' and missed.created_at > mail.created_at))`,
);

/** The cases of objections that were not erased. */
async function casesOf(db: Queries, objections: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; case_id: string }>(db, inCases, JSON.stringify(objections));
  return new Map(found.map(({ id, case_id }) => [id, case_id]));
}

const inCases = statement(
  ({ listed }) => `select id, case_id from objections where id in (${listed}) and case_id is not null and email <> ''`,
);

const asking = statement(
  ({ listed }) => `select id, state, case when contract_email is null then 0 else 1 end as contract
    from subscriptions where id in (${listed})`,
);
