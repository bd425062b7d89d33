import { objectionOutcomes } from "@trust-center/feed";
import {
  _default,
  boolean,
  enum as enumeration,
  gte,
  int,
  looseObject,
  maxLength,
  minLength,
  optional,
  string,
} from "zod/mini";
import { note, nothingToApprove, readStanding, readStandings, readStandingsPage } from "../cases/standings.ts";
import { type Taken, take } from "../cases/take.ts";
import { readCase, readCases } from "../cases/view.ts";
import { pageSizeSchema } from "../http/page.ts";
import { Refusal } from "../http/problem.ts";
import type { Wanted } from "../objections/step.ts";
import { checkText, longestText } from "../objections/text.ts";
import { customerName } from "../recipients/recipient.ts";
import { eraseCase } from "../store/cases.ts";
import { findRecipients } from "../store/recipients.ts";
import { actorName } from "./caller.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { refuseUnsigned } from "./evidence.ts";
import { changeIdSchema, lineSchema } from "./line.ts";

/** How many cases a page has, unless it says otherwise. */
const usual = 50;

const list = endpoint({
  method: "GET",
  path: "/objections",
  summary:
    "Objections, a page at a time: those that wait by `answerDue`, the first first; closed ones, and all together, by their deadlines",
  who: "reader",
  query: looseObject({
    state: _default(enumeration(["open", "closed", "all"]), "open"),
    change: optional(changeIdSchema),
    limit: optional(pageSizeSchema),
    after: optional(string()),
  }),
  answer: "`objections`, `counts` of open and closed ones, and `next` for `after` where there are more",
  refusals: [],
  handle: ({ deps, query: { limit = usual, ...query } }) =>
    deps.store.read((db) => readCases(db, { ...query, most: limit, answerWithin: deps.answerWithin })),
});

const one = endpoint({
  method: "GET",
  path: "/objections/{id}",
  summary: "An objection: each text that was filed, where it stands, and its trail",
  who: "reader",
  answer: "The objection",
  refusals: [404],
  handle: ({ deps, id }) => read(deps, id),
});

const who = {
  /** Who of the privacy team: stands in the trail, and in no mail. Of whoever signed in it is the address, whatever this says. */
  by: optional(lineSchema(200)),
  /** The newest step that was seen: where there is a newer one by then, nothing is done. */
  seen: optional(int().check(gte(1))),
};
const textSchema = string().check(minLength(1), maxLength(longestText), checkText);

/** What the privacy team can do, and what each needs. */
const verbs = {
  review: {
    action: "reviewed",
    summary: "Takes an objection under review; the objector is told",
    body: looseObject({ ...who, text: optional(textSchema) }),
  },
  answer: {
    action: "answered",
    summary: "Writes to the objector",
    body: looseObject({ ...who, text: textSchema }),
  },
  resolve: {
    action: "resolved",
    summary: "Resolves an objection that is under review",
    body: looseObject({ ...who, outcome: enumeration(objectionOutcomes), text: optional(textSchema) }),
  },
  reject: {
    action: "rejected",
    summary: "Rejects an objection that is under review, with reasons",
    body: looseObject({ ...who, text: textSchema }),
  },
} as const;

const steps = Object.entries(verbs).map(([verb, { action, summary, body }]) =>
  endpoint({
    method: "POST",
    path: `/objections/{id}/${verb}`,
    summary,
    who: "handler",
    body,
    answer: "The objection after it",
    refusals: [404, 409, 503],
    handle: async ({ deps, caller, id, body: { by, seen, text, ...more } }) => {
      const { outcome } = more as Pick<Wanted, "outcome">;
      const wanted: Wanted = {
        id,
        action,
        by: "publisher",
        name: actorName(caller, by),
        text: tidy(text),
        outcome,
        seen,
      };
      const taken = await take({ store: deps.store, signer: deps.receiptSigner }, wanted).catch(refuseUnsigned);
      if ("refused" in taken) throw refusalOf(taken);
      deps.onWork();
      return read(deps, id);
    },
  }),
);

const tidy = (text: string | undefined) => text?.replaceAll("\r\n", "\n");

const erase = endpoint({
  method: "POST",
  path: "/objections/{id}/erase",
  summary: "Erases who objected and all that was written; states, dates and receipts stay",
  who: "admin",
  answer: "The objection after it",
  refusals: [404, 503],
  handle: async ({ deps, id }) => {
    if (!(await deps.store.write((tx) => eraseCase(tx, id)))) throw notFound;
    return read(deps, id);
  },
});

const standings = endpoint({
  method: "GET",
  path: "/standings",
  summary: "Where each customer of a contract stands to a change: by its objections, its deadline and the clock",
  who: "reader",
  query: looseObject({
    change: changeIdSchema,
    limit: optional(pageSizeSchema),
    q: optional(string().check(maxLength(200))),
  }),
  answer:
    "`counts` by standing (`void`: the change was taken back, announced anew, or can no longer come, so that there is nothing to accept), `customers`, and what silence means; with `limit` so many of the customers, whose approval is missing first, and with `q` those who have it in their name, a thousand of them at most",
  refusals: [404],
  handle: async ({ deps, query: { change, limit, q = "" } }) => {
    if (limit === undefined && q === "") return known(await deps.store.read((db) => readStandings(db, change)));
    return known(await deps.store.read((db) => readStandingsPage(db, change, limit, q)));
  },
});

const approve = endpoint({
  method: "POST",
  path: "/approvals",
  summary:
    "Notes that a customer approves a change of which something is left, or takes that back; the newest word counts",
  who: "handler",
  body: looseObject({
    change: changeIdSchema,
    customer: lineSchema(200),
    given: boolean(),
    how: string().check(minLength(1), maxLength(500), checkText),
    by: who.by,
  }),
  answer: "Where the customer stands then: `customers` has it alone; and `counts` of all",
  refusals: [404, 409, 503],
  handle: async ({ deps, caller, body: { change, customer, given, how, by } }) => {
    const noted = { change, customer: customerName(customer), given, how, name: actorName(caller, by) };
    const done = await deps.store.write((tx) => note(tx, noted));
    if (done === "unknown-customer") throw await unknownCustomer(deps, noted.customer);
    if (done === "void") throw new Refusal(409, "feed-changed", nothingToApprove);
    return known(await deps.store.read((db) => readStanding(db, change, noted.customer)));
  },
});

/** Customers that are named where one is not known. */
const mostNear = 3;

async function unknownCustomer({ store }: Pick<AppDeps, "store">, customer: string): Promise<Refusal> {
  const found = await store.read((db) => findRecipients(db, { q: customer, most: mostNear }));
  const near = [...new Set(found.map((one) => one.customer))].join("; ");
  const detail = `Expected \`customer\` to be one whom a contract names, as \`GET recipients\` lists it, found “${customer}”.`;
  return new Refusal(404, "not-found", near ? `${detail} Near to it: ${near}.` : detail);
}

function known<T>(found: T | undefined): T {
  if (found) return found;
  throw new Refusal(404, "unknown-change", "Expected `change` to be the id of a change of the feed.");
}

/** The privacy team's addresses for objections. */
export const caseEndpoints: readonly Declared[] = [list, one, ...steps, erase, standings, approve];

const notFound = new Refusal(404, "not-found", "Expected the id of an objection, as `GET objections` lists it.");

async function read({ store, answerWithin }: Pick<AppDeps, "store" | "answerWithin">, id: string): Promise<object> {
  const found = await store.read((db) => readCase(db, id, answerWithin));
  if (!found) throw notFound;
  return found;
}

/** What was expected and found where a step is refused. */
export function refusalOf(refused: Extract<Taken, { refused: string }>): Refusal {
  switch (refused.refused) {
    case "unknown":
      return notFound;
    case "erased":
      return new Refusal(409, "conflict", "Expected somebody to tell; who objected was erased.");
    case "moved": {
      const { expected, found, state } = refused;
      const detail = `Expected step ${expected} to be the newest, found step ${found} (${state}). Read it, then decide again.`;
      return new Refusal(409, "conflict", detail, { expected, found });
    }
    case "state": {
      const [expected, { found }] = [refused.expected.join(" | "), refused];
      const detail = `Expected an objection that is ${refused.expected.join(" or ")}, found one that is ${found}.`;
      return new Refusal(409, "conflict", detail, { expected, found });
    }
  }
}
