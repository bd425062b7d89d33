import { toInstant } from "@trust-center/feed";
import { emailSchema } from "@trust-center/sdk";
import { looseObject, maxLength, minLength, optional, pipe, refine, regex, string, transform, tuple } from "zod/mini";
import { cursorText, pageOf, pageSizeSchema, readCursor } from "../http/page.ts";
import { Refusal } from "../http/problem.ts";
import { checkText } from "../objections/text.ts";
import { recipientFacts, recipientView, takeOver } from "../operate/recipients.ts";
import { readTasks } from "../operate/tasks.ts";
import { columns, fileLimit, problemText, toCsv } from "../recipients/csv.ts";
import { customerName } from "../recipients/recipient.ts";
import { oneSpelling } from "../secret/keyed.ts";
import { countRecipients, findRecipients, removeRecipients } from "../store/recipients.ts";
import { endTask } from "../store/tasks.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { lineSchema } from "./line.ts";

/** How many recipients a page has, unless it says otherwise. */
const usualPage = 200;

const privately = { "cache-control": "no-store" };

const nameSchema = lineSchema(200);

/** A switch in the query. */
const flagSchema = optional(
  pipe(
    string().check(regex(/^(?:true|false|1|0)$/, "true | false")),
    transform((value: string) => value === "true" || value === "1"),
  ),
);

const list = endpoint({
  method: "GET",
  path: "/recipients",
  summary:
    "Whom contracts name, or those with a text in their customer or address: JSON, a page at a time, or CSV of all that can be taken over again",
  who: "reader",
  query: looseObject({
    q: optional(string().check(maxLength(200))),
    limit: optional(pageSizeSchema),
    after: optional(string()),
  }),
  answer: "`recipients`, `total`, and `next` for `after` where there are more",
  answerTypes: ["application/json", "text/csv"],
  refusals: [],
  handle: async ({ deps: { store }, context, query: { q = "", limit = usualPage, after } }) => {
    if (/\btext\/csv\b/.test(context.req.header("accept") ?? "")) {
      const all = await store.read((db) => findRecipients(db, { q, most: Number.MAX_SAFE_INTEGER }));
      return new Response(toCsv(all), { headers: { ...privately, "content-type": "text/csv; charset=utf-8" } });
    }
    const [customer, email, id] = readCursor(after, cursorSchema) ?? ["", "", ""];
    const [found, total] = await store.read(async (db) => [
      await findRecipients(db, { q, after: { customer, email, id }, most: limit + 1 }),
      await countRecipients(db, q),
    ]);
    const { page, next } = pageOf(found, limit, (last) => [last.customer, last.email, last.id]);
    return { recipients: page.map(recipientView), total, ...(next && { next }) };
  },
});

const cursorSchema = tuple([cursorText, cursorText, cursorText]);

/** How many lines with a problem are told. */
const mostProblems = 1000;

const takeOverFile = endpoint({
  method: "POST",
  path: "/recipients",
  summary: `Takes CSV over, all of it or nothing: ${columns.join(",")}`,
  who: "admin",
  query: looseObject({ dryRun: flagSchema, removeMissing: flagSchema }),
  file: { types: ["text/csv"], most: fileLimit },
  answer: "What was added, changed, removed, and is missing",
  refusals: [503],
  handle: async ({ deps, query: { dryRun: isDryRun = false, removeMissing: removesMissing = false }, file }) => {
    const { store, keyed, onWork, log } = deps;
    const done = await takeOver(store, file, { keyed, isDryRun, removesMissing });
    if ("problems" in done) {
      const lines = done.problems.slice(0, mostProblems).map((one, at) => [`${at + 1}`, problemText(one)] as const);
      const detail = `Expected another file: ${done.problems.length} ${done.problems.length === 1 ? "problem" : "problems"}. Nothing was taken over.`;
      throw new Refusal(422, "invalid", detail, { errors: Object.fromEntries(lines) });
    }
    const { added, changed, missing, unchanged } = done.difference;
    const counts = { added: added.length, changed: changed.length, removed: removesMissing ? missing.length : 0 };
    if (!isDryRun) {
      log.info("recipients-taken-over", counts);
      onWork();
    }
    return {
      dryRun: isDryRun,
      added: added.map(recipientFacts),
      changed: changed.map(({ before, after }) => ({ before: recipientFacts(before), after: recipientFacts(after) })),
      removed: removesMissing ? missing.map(recipientFacts) : [],
      missing: removesMissing ? [] : missing.map(recipientFacts),
      unchanged,
    };
  },
});

const remove = endpoint({
  method: "POST",
  path: "/recipients/remove",
  summary: "Erases recipients: all of a customer, an address of all customers, or one of both",
  who: "admin",
  body: looseObject({ customer: optional(nameSchema), email: optional(emailSchema) }).check(
    refine(({ customer, email }) => customer !== undefined || email !== undefined, "customer, email, or both"),
  ),
  answer: "`removed`: those that were there",
  refusals: [404, 503],
  handle: async ({ deps: { store }, body: { customer, email } }) => {
    const [name, spelled] = [customer && customerName(customer), email && oneSpelling(email)];
    const removed = await store.write((tx) =>
      removeRecipients(
        tx,
        (one) => (!name || one.customer === name) && (!spelled || oneSpelling(one.email) === spelled),
      ),
    );
    if (removed.length > 0) return { removed: removed.map(recipientFacts) };
    throw new Refusal(404, "not-found", "Expected a recipient, as `GET recipients` lists them.");
  },
});

const tasks = endpoint({
  method: "GET",
  path: "/tasks",
  summary: "Which recipients of contracts, and who of those that objected, cannot be told, and until when to mend that",
  who: "reader",
  query: looseObject({ limit: optional(pageSizeSchema) }),
  answer:
    "The tasks, the most urgent first; with `limit` so many of them. Of whoever objected, `objection` is the id, and `recipients` has its organisation or name, and its address",
  refusals: [],
  handle: ({ deps: { store }, query: { limit } }) => store.read((db) => readTasks(db, limit)),
});

const end = endpoint({
  method: "POST",
  path: "/tasks/{id}/end",
  summary: "Ends a task: whoever it is about was told in another way",
  who: "handler",
  body: looseObject({ how: string().check(minLength(1), maxLength(500), checkText) }),
  answer: "Ended",
  refusals: [404, 503],
  handle: async ({ deps: { store }, id, body: { how } }) => {
    if (await store.write((tx) => endTask(tx, id, how))) return { id, done: toInstant(await store.now()) };
    throw new Refusal(404, "not-found", "Expected the id of an open task, as `GET tasks` lists them.");
  },
});

/** The addresses for whom contracts name, and who of them cannot be told. */
export const recipientEndpoints: readonly Declared[] = [list, takeOverFile, remove, tasks, end];
