import { type Period, toInstant } from "@trust-center/feed";
import { enum as enumeration, int, optional, tuple } from "zod/mini";
import { cursorText, pageOf, readCursor } from "../http/page.ts";
import { isOpen } from "../objections/step.ts";
import { lastSecondOf } from "../recipients/period.ts";
import {
  type Case,
  type CaseOrder,
  type CaseState,
  countCases,
  filingsOf,
  findCase,
  type ListedCase,
  listCases,
  sameMailbox,
  stepsOf,
  type WrittenStep,
} from "../store/cases.ts";
import type { StoredObjection } from "../store/objections.ts";
import { clock } from "../store/query.ts";
import type { Queries } from "../store/store.ts";

/** By what a case is seen. */
interface Seen {
  now: number;
  /** Within what time an answer was promised. */
  answerWithin: Period | undefined;
}

/** Until when an objection is to be answered: as promised, or else by its deadline. */
const answerDueOf = ({ filed_at, due }: Case, { answerWithin }: Seen) =>
  answerWithin === undefined ? due : lastSecondOf(Number(filed_at), answerWithin);

/** A case as programs get it. `late`: its objector waits for an answer after its deadline, or after that was promised. */
const facts = (of: Case, seen: Seen) => ({
  id: of.id,
  change: of.change,
  state: of.state,
  ...(of.outcome !== null && { outcome: of.outcome }),
  since: toInstant(of.since),
  filed: toInstant(of.filed_at),
  deadline: of.deadline,
  ...(isOpen(of.state) && { answerDue: toInstant(answerDueOf(of, seen)) }),
  late: isOpen(of.state) && seen.now >= Math.min(of.due, answerDueOf(of, seen)) + 1000,
  confirmed: of.confirmed_at !== null,
  step: of.step,
});

const listedView = (of: ListedCase, seen: Seen) => ({
  ...facts(of, seen),
  texts: Number(of.filings),
  ...{ name: of.name, organisation: of.organisation, email: of.email },
});

/** Which cases to list. */
export interface CaseQuery {
  state: CaseState;
  change?: string | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  /** How many. */
  most: number;
  answerWithin?: Period | undefined;
}

/**
 * A page of cases, and how many there are. Those that wait come in the order in which they are to be answered; the others, and
 * all together, in that of their deadlines.
 *
 * @throws {Refusal} for a cursor that is none
 */
export async function readCases(db: Queries, { state, change, after, most, answerWithin }: CaseQuery) {
  const [at, id, begun] = readCursor(after, cursorSchema) ?? [];
  // A list goes on as it was begun, whatever is promised by now.
  const order = at === undefined ? orderOf(state, answerWithin) : (begun ?? "due");
  const from = at === undefined || id === undefined ? undefined : { at, id };
  const found = await listCases(db, { state, change, order, after: from, most: most + 1 });
  const seen = { now: await clock(db), answerWithin };
  const { page, next } = pageOf(found, most, (last) => [last[order], last.id, order]);
  const counts = await countCases(db, change);
  return { objections: page.map((one) => listedView(one, seen)), counts, ...(next && { next }) };
}

const orders = ["due", "filed_at"] as const satisfies readonly CaseOrder[];

const cursorSchema = tuple([int(), cursorText, optional(enumeration(orders))]);

/** What was promised for all alike is due in the order in which they were filed. */
const orderOf = (state: CaseState, answerWithin: Period | undefined): CaseOrder =>
  state === "open" && answerWithin !== undefined ? "filed_at" : "due";

/** A case whole: what was filed, and its trail. Undefined where there is none. */
export async function readCase(db: Queries, id: string, answerWithin?: Period) {
  const of = await findCase(db, id);
  if (!of) return undefined;
  const [filings, steps, others] = [await filingsOf(db, id), await stepsOf(db, id), await sameMailbox(db, of)];
  return {
    ...facts(of, { now: await clock(db), answerWithin }),
    texts: filings.map((one) => filingView(one, steps)),
    steps: steps.map(stepView),
    // Perhaps the same person; perhaps not.
    sameMailbox: others,
  };
}

function filingView(one: StoredObjection, steps: readonly WrittenStep[]) {
  const filed = steps.find(({ objection }) => objection === one.id)?.step ?? 0;
  return {
    id: one.id,
    filed: toInstant(one.filed_at),
    deadline: one.deadline,
    confirmed: steps.some(({ action, step }) => action === "confirmed" && step > filed),
    ...{ name: one.name, organisation: one.organisation, email: one.email, grounds: one.grounds },
    ...(one.segment !== null && { segment: one.segment }),
    version: one.feed_version,
    receipt: one.receipt,
    ...(one.time_stamp !== null && { timeStamp: one.time_stamp }),
  };
}

const stepView = (one: WrittenStep) => ({
  step: one.step,
  at: toInstant(one.at),
  action: one.action,
  by: one.actor,
  ...(one.name !== "" && { name: one.name }),
  ...(one.before !== null && { from: one.before }),
  to: one.after,
  ...(one.outcome !== null && { outcome: one.outcome }),
  ...(one.objection !== null && { objection: one.objection }),
  ...(one.text !== null && { text: one.text }),
  ...(one.receipt !== null && { receipt: one.receipt }),
});
