import { toInstant } from "@trust-center/feed";
import type { Context } from "hono";
import { readBytes, requireType } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { recipientFacts, recipientView, takeOver } from "../operate/recipients.ts";
import { readTasks } from "../operate/tasks.ts";
import { fileLimit, problemText, toCsv } from "../recipients/csv.ts";
import { listRecipients } from "../store/recipients.ts";
import { endTask } from "../store/tasks.ts";
import { requireToken } from "./bearer.ts";
import type { AppDeps } from "./deps.ts";

const privately = { "cache-control": "no-store" };

/** `GET recipients`: whom contracts name, as CSV that can be taken over again, or as JSON. */
export const listRoute =
  ({ store, operatorToken }: AppDeps) =>
  async (context: Context) => {
    requireToken(context, operatorToken);
    const found = await store.read(listRecipients);
    if (!/\btext\/csv\b/.test(context.req.header("accept") ?? ""))
      return context.json(found.map(recipientView), 200, privately);
    return context.body(toCsv(found), 200, { ...privately, "content-type": "text/csv; charset=utf-8" });
  };

/** How many lines with a problem are told. */
const mostProblems = 1000;

/** `POST recipients`: takes CSV over, all of it or nothing. */
export const importRoute =
  ({ store, keyed, operatorToken, onWork, log }: AppDeps) =>
  async (context: Context) => {
    requireToken(context, operatorToken);
    requireType(context.req.raw, "text/csv");
    const file = await readBytes(context.req.raw, fileLimit);
    const [isDryRun, removesMissing] = [isAsked(context, "dryRun"), isAsked(context, "removeMissing")];
    const done = await takeOver(store, file, { keyed, isDryRun, removesMissing });
    if ("problems" in done) {
      const lines = done.problems.slice(0, mostProblems).map((one, at) => [`${at + 1}`, problemText(one)] as const);
      throw new Refusal(
        422,
        "invalid",
        `Expected another file: ${done.problems.length} problems. Nothing was taken over.`,
        {
          errors: Object.fromEntries(lines),
        },
      );
    }
    const { added, changed, missing, unchanged } = done.difference;
    const counts = { added: added.length, changed: changed.length, removed: removesMissing ? missing.length : 0 };
    if (!isDryRun) {
      log.info("recipients-taken-over", counts);
      onWork();
    }
    const answer = {
      dryRun: isDryRun,
      added: added.map(recipientFacts),
      changed: changed.map(({ before, after }) => ({ before: recipientFacts(before), after: recipientFacts(after) })),
      removed: removesMissing ? missing.map(recipientFacts) : [],
      missing: removesMissing ? [] : missing.map(recipientFacts),
      unchanged,
    };
    return context.json(answer, 200, privately);
  };

/** A switch in the query: `1` or `true`. */
function isAsked(context: Context, name: string): boolean {
  const value = context.req.query(name);
  if (value === undefined || value === "0" || value === "false") return false;
  if (value === "1" || value === "true") return true;
  throw new Refusal(422, "invalid", `Expected ?${name}= to be true or false.`, { errors: { [name]: "true | false" } });
}

/** `GET tasks`: which recipients cannot be told, and until when to mend that. */
export const tasksRoute =
  ({ store, operatorToken }: AppDeps) =>
  async (context: Context) => {
    requireToken(context, operatorToken);
    return context.json(await store.read(readTasks), 200, privately);
  };

/** Characters of what was done. */
const longestHow = 500;

/** `POST tasks?done=ID`: ends one. What was done is the body. */
export const endTaskRoute =
  ({ store, operatorToken }: AppDeps) =>
  async (context: Context) => {
    requireToken(context, operatorToken);
    const how = new TextDecoder().decode(await readBytes(context.req.raw)).slice(0, longestHow);
    const id = context.req.query("done") ?? "";
    const ended = await store.write((tx) => endTask(tx, id, how || "done"));
    if (!ended) throw new Refusal(404, "not-found", "Expected ?done= to be the id of an open task.");
    return context.json({ id, done: toInstant(await store.now()) }, 200, privately);
  };
