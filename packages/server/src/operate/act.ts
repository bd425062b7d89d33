import { readFile, stat } from "node:fs/promises";
import { toInstant } from "@trust-center/feed";
import { note, nothingToApprove, readStandings } from "../cases/standings.ts";
import { fileLimit, problemText, toCsv } from "../recipients/csv.ts";
import { customerName } from "../recipients/recipient.ts";
import { createKeyed, oneSpelling } from "../secret/keyed.ts";
import type { Action } from "../settings/action.ts";
import { SettingsError } from "../settings/error.ts";
import { readFeedState } from "../store/feed-state.ts";
import { hold, readHold, receiptsWithoutText, release, type Unfollowed } from "../store/hold.ts";
import { openForAction } from "../store/open/open.ts";
import { failures, outboxDepth, resend } from "../store/outbox.ts";
import { listRecipients, removeRecipients } from "../store/recipients.ts";
import type { Queries, StoreForAction } from "../store/store.ts";
import { endTask } from "../store/tasks.ts";
import { evidenceText, makeEvidence } from "./evidence.ts";
import { actOnObjections } from "./objections.ts";
import { differenceText, recipientText, recipientView, takeOver } from "./recipients.ts";
import { readTasks } from "./tasks.ts";

/**
 * Does what an operator asks of a database, whether a service runs on it or not.
 *
 * @returns what to print
 * @throws {SettingsError}
 */
export async function act(action: Action): Promise<string> {
  await using store = await openForAction(action.database);
  switch (action.name) {
    case "import":
      return await importFile(store, action);
    case "export":
      return toCsv(await store.read(listRecipients));
    case "list":
      return json((await store.read(listRecipients)).map(recipientView));
    case "remove":
      return await remove(store, action);
    case "tasks":
      return await tasks(store, action.done);
    case "objections":
      return await actOnObjections(store, action.asked);
    case "standings":
      return await standings(store, action);
    case "evidence":
      return await evidence(store, action);
    case "status":
      return await store.read(status);
    case "resend": {
      const states = ["failed", "unknown"] as const;
      const count = await store.write((tx) => resend(tx, { states, delivery: action.delivery }));
      if (count === 0 && action.delivery !== undefined)
        throw new SettingsError(
          `Expected --delivery to be a mail that failed or waits for an answer, found "${action.delivery}". See \`status\`.`,
        );
      return `${count} to be sent again.\n`;
    }
    case "hold":
      await store.write((tx) => hold(tx, "operator"));
      return "Held. No mail goes out until `release`.\n";
    case "release": {
      const done = await store.write((tx) => release(tx, action.unsent));
      if (done === "not-held") return "Nothing was held.\n";
      if (done === "feed-not-seen")
        throw new SettingsError(
          "Expected the service to have seen its feed since mails are held: what was published since the backup is to be " +
            "dropped too. Start it, wait for `feed` in `status`, and release then.",
        );
      const released = done.dropped > 0 ? `Released; ${done.dropped} dropped.\n` : "Released.\n";
      return released + unfollowedText(done.unfollowed);
    }
  }
}

/** What a restored database cannot do about notices that went out after its backup. Empty where there is nothing to say. */
function unfollowedText(unfollowed: readonly Unfollowed[]): string {
  if (unfollowed.length === 0) return "";
  const lines = unfollowed.map(({ change, readers, deadline, effective }) => {
    const dates = [deadline && `objections until ${deadline}`, effective && `in effect on ${effective}`];
    return `  ${change}: ${readers} addresses; ${dates.filter(Boolean).join("; ")}\n`;
  });
  return (
    "The database does not know whom notices told of these changes. Nobody is reminded of them, nor told of their day, and " +
    `evidence of them lacks those notices. Write to these addresses yourself before the dates:\n${lines.join("")}`
  );
}

/** Ids and codes alone: none of it tells an address. */
async function status(db: Queries): Promise<string> {
  const [held, depth, failed, textless] = [
    await readHold(db),
    await outboxDepth(db),
    await failures(db, mostListed),
    await receiptsWithoutText(db),
  ];
  const feed = await readFeedState(db);
  const report = {
    held: held ? { reason: held.reason, since: toInstant(held.since) } : false,
    feed: feed ? { version: feed.version, verified: toInstant(feed.verifiedAt) } : null,
    outbox: depth,
    failed: failed.map(({ settled_at, ...mail }) => ({
      ...mail,
      at: settled_at === null ? null : toInstant(settled_at),
    })),
    receiptsWithoutText: textless.map(({ filed_at, ...receipt }) => ({ ...receipt, filed: toInstant(filed_at) })),
  };
  return json(report);
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

async function importFile(store: StoreForAction, action: Extract<Action, { name: "import" }>): Promise<string> {
  const { file, isDryRun, removesMissing } = action;
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new SettingsError(`Expected to read ${file}; the system refused.`, { cause });
  });
  if (size > fileLimit) throw new SettingsError(`Expected a file of at most ${fileLimit} bytes, found ${size}.`);
  const keyed = createKeyed(action.secret);
  const done = await takeOver(store, await readFile(file), { keyed, isDryRun, removesMissing });
  if ("problems" in done) throw new SettingsError(done.problems.map(problemText).join("\n"));
  return differenceText(done.difference, { isDryRun, removesMissing });
}

async function evidence(store: StoreForAction, asked: Extract<Action, { name: "evidence" }>): Promise<string> {
  const file = await store.read((db) => makeEvidence(db, asked));
  if (file) return evidenceText(file);
  throw new SettingsError(`Expected the id of a change of the feed, such as 2.1, found "${asked.change}".`);
}

async function remove(
  store: StoreForAction,
  { customer, email }: Extract<Action, { name: "remove" }>,
): Promise<string> {
  const spelled = email === undefined ? undefined : oneSpelling(email);
  const removed = await store.write((tx) =>
    removeRecipients(
      tx,
      (one) =>
        (customer === undefined || one.customer === customerName(customer)) &&
        (spelled === undefined || oneSpelling(one.email) === spelled),
    ),
  );
  if (removed.length > 0) return removed.map((one) => `- ${recipientText(one)}\n`).join("");
  const wanted = [customer, email].filter((one) => one !== undefined).join(", ");
  throw new SettingsError(`Expected a recipient, found none of ${wanted}. See \`recipients list\`.`);
}

async function tasks(store: StoreForAction, done: { id: string; how: string } | undefined): Promise<string> {
  if (!done) return json(await store.read((db) => readTasks(db)));
  if (await store.write((tx) => endTask(tx, done.id, done.how))) return "Done.\n";
  throw new SettingsError(`Expected --done to be an open task, found "${done.id}". See \`tasks\`.`);
}

async function standings(
  store: StoreForAction,
  { change, noted }: Extract<Action, { name: "standings" }>,
): Promise<string> {
  const done = noted && (await store.write((tx) => note(tx, { change, ...noted })));
  if (done === "unknown-customer")
    throw new SettingsError(
      `Expected a customer whom a contract names, found "${noted?.customer}". See \`recipients list\`.`,
    );
  if (done === "void") throw new SettingsError(nothingToApprove);
  const found = await store.read((db) => readStandings(db, change));
  if (found) return json(found);
  throw new SettingsError(`Expected the id of a change of the feed, such as 2.1, found "${change}".`);
}

/** How many failed mails are listed, the newest first. */
const mostListed = 100;
