import { readReceiptUnverified } from "@trust-center/feed";
import type { Selectable } from "kysely";
import { type Move, type ObjectionState, type Standing, standingAfter } from "../objections/step.ts";
import { keepApart } from "./journal.ts";
import { enqueue } from "./outbox.ts";
import { change, clock, lock, mine, rows } from "./query.ts";
import type { CaseTable, ObjectionTable, StepTable } from "./schema.ts";
import type { Queries } from "./store.ts";
import { endTasks } from "./tasks.ts";
import { statement } from "./words.ts";

export type Case = Selectable<CaseTable>;

export type Step = Selectable<StepTable>;

export const findCase = (db: Queries, id: string): Promise<Case | undefined> =>
  db.selectFrom("cases").selectAll().where("id", "=", id).executeTakeFirst();

/** The case that a link's token stands for. */
export const findCaseByToken = (db: Queries, hash: string): Promise<Case | undefined> =>
  db.selectFrom("cases").selectAll().where("token_hash", "=", hash).executeTakeFirst();

/** A step, with what was written. */
export type WrittenStep = Step & { text: string | null };

/** The steps of a case, in their order. */
export const stepsOf = (db: Queries, id: string): Promise<WrittenStep[]> =>
  rows(
    db,
    `select steps.*, step_texts.text from steps
       left join step_texts on step_texts.case_id = steps.case_id and step_texts.step = steps.step
     where steps.case_id = ? order by steps.step`,
    id,
  );

/**
 * The receipt of the newest step of the case that an objection is in, by the objection's receipt; null where the newest is
 * something that was filed.
 *
 * @returns undefined where no such receipt was given
 */
export async function newestStepReceipt(db: Queries, receipt: string): Promise<{ step: string | null } | undefined> {
  const [found] = await rows<{ step: string | null }>(
    db,
    `select steps.receipt as step from objections
       join cases on cases.id = objections.case_id
       join steps on steps.case_id = cases.id and steps.step = cases.step
     where objections.id = ? and objections.receipt = ?`,
    ...[idOf(receipt), receipt],
  );
  return found;
}

/** What a receipt names itself; it is compared whole. */
function idOf(receipt: string): string {
  try {
    return readReceiptUnverified(receipt).id;
  } catch {
    return "";
  }
}

/** The receipts of what was filed in a case and of its steps, in their order. */
export const receiptsOf = async (db: Queries, id: string): Promise<string[]> =>
  (
    await rows<{ receipt: string }>(
      db,
      `select coalesce(steps.receipt, objections.receipt) as receipt from steps
         left join objections on objections.id = steps.objection
       where steps.case_id = ? and coalesce(steps.receipt, objections.receipt) is not null order by steps.step`,
      id,
    )
  ).map(({ receipt }) => receipt);

/** Where a case stands, as its own row has it. */
export const standingOf = ({ step, state, outcome, since, confirmed_at }: Case): Standing => ({
  ...{ step, state, outcome, since },
  confirmed: confirmed_at,
});

/** Whose objection it is. */
export interface Party {
  /** The feed's address. */
  feed: string;
  emailHash: string;
  mailboxHash: string;
  /** Hash of the token of a case's link, by the case's id. */
  tokenHash(id: string): string;
}

/**
 * Brings an objection into the case of its address and change: opens it, or adds one text more. It is never refused, whatever
 * stands there.
 *
 * @returns the case's id, and whether there was one
 */
export async function fileIntoCase(
  tx: Queries,
  objection: Pick<ObjectionTable, "id" | "change" | "filed_at" | "deadline">,
  party: Party,
): Promise<{ id: string; isFurther: boolean }> {
  const { feed, emailHash, mailboxHash } = party;
  await lock(tx, `case ${feed} ${objection.change} ${emailHash}`, "alone");
  const before = await tx
    .selectFrom("cases")
    .selectAll()
    .where("feed", "=", feed)
    .where("change", "=", objection.change)
    .where("email_hash", "=", emailHash)
    .$call(mine(tx))
    .executeTakeFirst();
  const at = Math.max(objection.filed_at, before?.stepped_at ?? 0);
  const move: Move = { action: "filed", outcome: null, at };
  const due = Math.max(Date.parse(objection.deadline), before?.due ?? 0);
  const after = standingAfter(before && standingOf(before), move) as Standing;
  const next: Case = {
    ...(before ?? {
      ...{ id: objection.id, feed, change: objection.change, email_hash: emailHash, mailbox_hash: mailboxHash },
      ...{ token_hash: party.tokenHash(objection.id), filed_at: objection.filed_at, deadline: objection.deadline },
    }),
    ...{ newest: objection.id, due, stepped_at: at },
    ...(before && due > before.due && { deadline: objection.deadline }),
    ...rowOf(after),
  };
  if (before) await tx.updateTable("cases").set(next).where("id", "=", before.id).execute();
  else await tx.insertInto("cases").values(next).execute();
  const said = { actor: "objector", name: "", text_sha256: null, receipt: null, objection: objection.id } as const;
  await addStep(tx, next, { ...move, ...said, before: before?.state ?? null });
  return { id: next.id, isFurther: before !== undefined };
}

const rowOf = ({ step, state, outcome, since, confirmed }: Standing) => ({
  ...{ step, state, outcome, since },
  confirmed_at: confirmed,
});

/** What is written of a step, beside what follows from the case. */
type NewStep = Omit<StepTable, "case_id" | "step" | "after">;

async function addStep(tx: Queries, after: Case, said: NewStep): Promise<Step> {
  const step: Step = { case_id: after.id, step: after.step, after: after.state, ...said };
  await tx.insertInto("steps").values(step).execute();
  // Without the name of who took it, which is personal data.
  await keepApart(tx, { type: "step", row: { ...step, name: "" }, case: after });
  return step;
}

/** A step that is to be taken. */
export interface TakingStep extends Omit<NewStep, "before" | "objection"> {
  /** The case as it was when the step was decided on. */
  of: Case;
  text: string | undefined;
}

/**
 * Takes a step, where nobody took one since it was decided on: of several at once exactly one is taken. Its mails are
 * committed with it.
 *
 * @returns the case after it; undefined where another was faster, or its state refuses it
 */
export async function takeStep(tx: Queries, { of, text, ...said }: TakingStep): Promise<Case | undefined> {
  const after = standingAfter(standingOf(of), said);
  if (!after) return undefined;
  const { step, state, outcome, since, confirmed } = after;
  const [taken] = await rows<Case>(
    tx,
    `update cases set step = ?, state = ?, outcome = ?, since = ?, confirmed_at = ?, stepped_at = ?
     where id = ? and step = ? returning *`,
    ...[step, state, outcome, since, confirmed, said.at, of.id, of.step],
  );
  if (!taken) return undefined;
  await addStep(tx, taken, { ...said, before: of.state, objection: null });
  if (text !== undefined) await tx.insertInto("step_texts").values({ case_id: of.id, step, text }).execute();
  const now = await clock(tx);
  const mail = { event: stepEvent(of.id, step), kind: "objection-step", objection: of.newest } as const;
  await enqueue(tx, { ...mail, recipient: "objector" }, now);
  if (said.actor === "objector") await enqueue(tx, { ...mail, recipient: "vendor" }, now);
  return taken;
}

const stepEvent = (id: string, step: number) => `objection-${id}-${step}`;

/** The step that a mail is about. */
export async function stepOfMail(db: Queries, event: string): Promise<{ of: Case; step: WrittenStep } | undefined> {
  const found = /^objection-(.+)-(\d+)$/.exec(event);
  const of = found?.[1] === undefined ? undefined : await findCase(db, found[1]);
  const step = of && (await stepsOf(db, of.id)).find((one) => one.step === Number(found?.[2]));
  return of && step && { of, step };
}

/** What was filed in a case, the first one first. */
export const filingsOf = (db: Queries, id: string): Promise<Selectable<ObjectionTable>[]> =>
  db.selectFrom("objections").selectAll().where("case_id", "=", id).orderBy("filed_at").orderBy("id").execute();

/** Who objected, as its newest text names it. */
export interface Objector {
  case_id: string;
  change: string;
  name: string;
  organisation: string;
  email: string;
}

/** Those who filed some cases, without those whom nobody knows any more. */
export const objectorsOf = (db: Queries, cases: readonly string[]): Promise<Objector[]> =>
  rows(db, filedBy, JSON.stringify(cases));

const filedBy = statement(
  ({ listed }) => `select cases.id as case_id, cases.change, objections.name, objections.organisation, objections.email
    from cases join objections on objections.id = cases.newest where cases.id in (${listed}) and objections.email <> ''`,
);

/** Which cases to list: those that wait for an answer, those that do not, or both. */
export type CaseState = "open" | "closed" | "all";

/** What cases are in order of: their deadlines, or when they were filed. Of cases of the same, their ids. */
export type CaseOrder = "due" | "filed_at";

/** A page of a list. */
export interface Listing {
  state: CaseState;
  change: string | undefined;
  order: CaseOrder;
  /** After the case that has this in the order of the list. */
  after: { at: number; id: string } | undefined;
  most: number;
}

/** A case in a list, with who sent its newest text. */
export type ListedCase = Case & { name: string; organisation: string; email: string; filings: number };

/** As the partial indexes have it: otherwise they are not used. */
const inState: Readonly<Record<CaseState, string>> = {
  all: "",
  open: "and cases.state in ('filed', 'under-review')",
  closed: "and cases.state not in ('filed', 'under-review')",
};

/** Cases, the first in an order first. */
export const listCases = (db: Queries, { state, change: of, order, after, most }: Listing): Promise<ListedCase[]> =>
  rows(
    db,
    `select cases.*, objections.name, objections.organisation, objections.email,
       (select count(*) from objections as filed where filed.case_id = cases.id) as filings
     from cases join objections on objections.id = cases.newest
     where (cases.${order}, cases.id) > (?, ?) ${inState[state]} ${of === undefined ? "" : "and cases.change = ?"}
     order by cases.${order}, cases.id limit ?`,
    ...[after?.at ?? 0, after?.id ?? "", ...(of === undefined ? [] : [of]), most],
  );

/** How many cases {@link listCases} lists in all, by whether they wait for an answer. Counted over indexes alone. */
export async function countCases(db: Queries, of: string | undefined): Promise<{ open: number; closed: number }> {
  const [found] =
    of === undefined
      ? await rows<{ open: number; closed: number }>(
          db,
          `select (select count(*) from cases where true ${inState.open}) as open,
             (select count(*) from cases where true ${inState.closed}) as closed`,
        )
      : await rows<{ open: number; closed: number }>(
          db,
          `select coalesce(sum(case when state in ('filed', 'under-review') then 1 else 0 end), 0) as open,
             coalesce(sum(case when state in ('filed', 'under-review') then 0 else 1 end), 0) as closed
           from cases where change = ?`,
          of,
        );
  return { open: Number(found?.open ?? 0), closed: Number(found?.closed ?? 0) };
}

/** How many objections to a change of a feed wait for an answer. */
export async function countOpenOf(db: Queries, feed: string, of: string): Promise<number> {
  const text = "select count(*) as n from cases where feed = ? and change = ? and state in ('filed', 'under-review')";
  return Number((await rows<{ n: number }>(db, text, feed, of))[0]?.n ?? 0);
}

/** Other cases of one mailbox and change: it may be the same person under `ada+legal@`, and may be somebody else. */
export const sameMailbox = async (db: Queries, { id, feed, change: of, mailbox_hash }: Case): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      db,
      "select id from cases where mailbox_hash = ? and feed = ? and change = ? and id <> ? order by filed_at, id",
      ...[mailbox_hash, feed, of, id],
    )
  ).map((one) => one.id);

/** Cases of a change of a feed; of some addresses alone, by their hashes. */
export const casesOf = (db: Queries, feed: string, of: string, hashes?: readonly string[]): Promise<Case[]> =>
  hashes === undefined
    ? rows(db, "select * from cases where feed = ? and change = ? order by filed_at, id", feed, of)
    : rows(db, ofAddresses, feed, of, JSON.stringify(hashes));

const ofAddresses = statement(
  ({ listed }) =>
    `select * from cases where feed = ? and change = ? and email_hash in (${listed}) order by filed_at, id`,
);

/**
 * The objections to a change of those who are told at an address: of every address of the customers whose contracts name it,
 * and of its own, without a customer.
 */
export const spokenFor = (
  db: Queries,
  { feed, change: of, subscription }: { feed: string; change: string; subscription: string },
): Promise<{ customer: string | null; state: ObjectionState }[]> =>
  rows(
    db,
    `select recipients.customer, cases.state from cases join recipients on recipients.email_hash = cases.email_hash
     where cases.feed = ? and cases.change = ?
       and recipients.customer in (select customer from recipients where subscription = ?)
     union all
     select null as customer, cases.state from cases
       join subscriptions on subscriptions.email_hash = cases.email_hash
     where cases.feed = ? and cases.change = ? and subscriptions.id = ?`,
    ...[feed, of, subscription, feed, of, subscription],
  );

/** How many objections each change of a feed has, and how many of them wait for an answer. */
export async function countCasesByChange(
  db: Queries,
  feed: string,
): Promise<ReadonlyMap<string, { open: number; closed: number }>> {
  const found = await rows<{ change: string; open: number; all_of_it: number }>(
    db,
    `select change, count(*) as all_of_it, sum(case when state in ('filed', 'under-review') then 1 else 0 end) as open
     from cases where feed = ? group by change`,
    feed,
  );
  return new Map(
    found.map((one) => [one.change, { open: Number(one.open), closed: Number(one.all_of_it) - Number(one.open) }]),
  );
}

/** How many objections wait for an answer, and how many of them since before their deadline passed. Over a partial index. */
export async function countOpenCases(db: Queries): Promise<{ open: number; late: number }> {
  const [found] = await rows<{ open: number; late: number }>(
    db,
    `select count(*) as open, coalesce(sum(case when due + 1000 <= clock_ms() then 1 else 0 end), 0) as late
     from cases where state in ('filed', 'under-review')`,
  );
  return { open: Number(found?.open ?? 0), late: Number(found?.late ?? 0) };
}

/** Erases who objected and what was written; what receipts vouch for stays. False where there is no such case. */
export async function eraseCase(tx: Queries, id: string): Promise<boolean> {
  const found = await tx.selectFrom("cases").select("step").where("id", "=", id).$call(mine(tx)).executeTakeFirst();
  if (!found) return false;
  await eraseTexts(tx, { id, step: found.step });
  // Nobody knows any more whom to tell.
  await endTasks(tx, [id], { about: "case_id", kinds: ["unreachable"], how: "removed" });
  await keepApart(tx, { type: "erase", id, step: found.step });
  return true;
}

/** Erases the texts of a case up to a step. */
export async function eraseTexts(tx: Queries, { id, step }: { id: string; step: number }): Promise<void> {
  await change(
    tx,
    `update objections set name = '', email = '', organisation = '', grounds = '', language = null
     where id in (select objection from steps where case_id = ? and step <= ?)`,
    ...[id, step],
  );
  await change(tx, "delete from step_texts where case_id = ? and step <= ?", id, step);
}

/** Removes cases in which nothing was done since. */
export async function purgeCases(tx: Queries, before: number): Promise<void> {
  const old = "select id from objections where case_id in (select id from cases where stepped_at < ? and due < ?)";
  await change(tx, `delete from deliveries where objection in (${old})`, before, before);
  await change(tx, `delete from objections where id in (${old})`, before, before);
  await change(
    tx,
    "delete from tasks where case_id in (select id from cases where stepped_at < ? and due < ?)",
    ...[before, before],
  );
  await change(tx, "delete from cases where stepped_at < ? and due < ?", before, before);
  for (const table of ["steps", "step_texts"])
    await change(tx, `delete from ${table} where not exists (select 1 from cases where cases.id = ${table}.case_id)`);
}

/** Objections that are older than cases, a few at a time. Of what was restored without its text nobody knows whose it is. */
export const withoutCase = (db: Queries, most: number): Promise<Selectable<ObjectionTable>[]> =>
  db
    .selectFrom("objections")
    .selectAll()
    .where("case_id", "is", null)
    .where("email", "<>", "")
    .orderBy("filed_at")
    .orderBy("id")
    .limit(most)
    .execute();

export const putInCase = (tx: Queries, objection: string, id: string): Promise<number> =>
  change(tx, "update objections set case_id = ? where id = ?", id, objection);
