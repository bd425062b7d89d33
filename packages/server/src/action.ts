import { toInstant } from "@trust-center/feed";
import { SettingsError } from "./settings/error.ts";
import type { Action } from "./settings/read.ts";
import { hold, readHold, receiptsWithoutText, release } from "./store/hold.ts";
import { openForAction, type Queries } from "./store/open.ts";
import { failures, outboxDepth, resend } from "./store/outbox.ts";

/**
 * Does what an operator asks of a database, whether a service runs on it or not.
 *
 * @returns what to print
 * @throws {SettingsError}
 */
export async function act(action: Action): Promise<string> {
  await using db = await openForAction(action.database);
  switch (action.name) {
    case "status":
      return await status(db);
    case "resend": {
      const states = ["failed", "unknown"] as const;
      const count = await db.transaction().execute((tx) => resend(tx, { states, delivery: action.delivery }));
      if (count === 0 && action.delivery !== undefined)
        throw new SettingsError(
          `Expected --delivery to be a mail that failed or waits for an answer, found "${action.delivery}". See \`status\`.`,
        );
      return `${count} to be sent again.\n`;
    }
    case "hold":
      await db.transaction().execute((tx) => hold(tx, "operator"));
      return "Held. No mail goes out until `release`.\n";
    case "release": {
      const done = await db.transaction().execute((tx) => release(tx, action.unsent));
      if (done === "not-held") return "Nothing was held.\n";
      if (done === "feed-not-seen")
        throw new SettingsError(
          "Expected the service to have seen its feed since mails are held: what was published since the backup is to be " +
            "dropped too. Start it, wait for `feed` in `status`, and release then.",
        );
      return done.dropped > 0 ? `Released; ${done.dropped} dropped.\n` : "Released.\n";
    }
  }
}

/** Ids and codes alone: none of it tells an address. */
async function status(db: Queries): Promise<string> {
  const [held, depth, failed, textless] = [
    await readHold(db),
    await outboxDepth(db),
    await failures(db, mostListed),
    await receiptsWithoutText(db),
  ];
  const feed = await db.selectFrom("feed_state").select(["version", "verified_at"]).executeTakeFirst();
  const report = {
    held: held ? { reason: held.reason, since: toInstant(held.since) } : false,
    feed: feed ? { version: feed.version, verified: toInstant(feed.verified_at) } : null,
    outbox: depth,
    failed: failed.map(({ settled_at, ...mail }) => ({
      ...mail,
      at: settled_at === null ? null : toInstant(settled_at),
    })),
    receiptsWithoutText: textless.map(({ filed_at, ...receipt }) => ({ ...receipt, filed: toInstant(filed_at) })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** How many failed mails are listed, the newest first. */
const mostListed = 100;
