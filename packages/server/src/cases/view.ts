import { toInstant } from "@trust-center/feed";
import { int, tuple } from "zod/mini";
import { cursorText, pageOf, readCursor } from "../http/page.ts";
import { isOpen } from "../objections/step.ts";
import {
  type Case,
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

/** A case as programs get it. `late`: its deadline has passed, and its objector waits for an answer. */
const facts = (of: Case, now: number) => ({
  id: of.id,
  change: of.change,
  state: of.state,
  ...(of.outcome !== null && { outcome: of.outcome }),
  since: toInstant(of.since),
  filed: toInstant(of.filed_at),
  deadline: of.deadline,
  late: isOpen(of.state) && now >= of.due + 1000,
  confirmed: of.confirmed_at !== null,
  step: of.step,
});

const listedView = (of: ListedCase, now: number) => ({
  ...facts(of, now),
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
}

/**
 * A page of cases, the one whose deadline comes first first, and how many there are.
 *
 * @throws {Refusal} for a cursor that is none
 */
export async function readCases(db: Queries, { state, change, after, most }: CaseQuery) {
  const [due, id] = readCursor(after, cursorSchema) ?? [];
  const from = due === undefined || id === undefined ? undefined : { due, id };
  const found = await listCases(db, { state, change, after: from, most: most + 1 });
  const now = await clock(db);
  const { page, next } = pageOf(found, most, (last) => [last.due, last.id]);
  const counts = await countCases(db, change);
  return { objections: page.map((one) => listedView(one, now)), counts, ...(next && { next }) };
}

const cursorSchema = tuple([int(), cursorText]);

/** A case whole: what was filed, and its trail. Undefined where there is none. */
export async function readCase(db: Queries, id: string) {
  const of = await findCase(db, id);
  if (!of) return undefined;
  const [filings, steps, others] = [await filingsOf(db, id), await stepsOf(db, id), await sameMailbox(db, of)];
  return {
    ...facts(of, await clock(db)),
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
