import { followTold } from "./moments.ts";
import { type Delivery, enqueueOwed, isToObjector, newest, tellingKinds } from "./outbox.ts";
import { change, clock, lockFeed, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import { endTasks } from "./tasks.ts";
import { recordTold, type Telling, type Told } from "./told.ts";
import { noteMissed, noteMissedObjectors, noteReachedObjectors } from "./unreachable.ts";
import { followWebhooks } from "./webhooks.ts";
import { statement } from "./words.ts";

/** The outcome of a notice that has nothing for its reader, who then counts as told. */
export const notConcerned = { state: "cancelled", outcome: "not concerned" } as const;

/** The outcome of what is not due yet, for its day has moved. */
export const notYet = "not yet";

/** What became of one attempt. Codes alone: a mail server's words can hold an address. */
export type Outcome =
  | { state: "sent" | "cancelled"; outcome: string }
  /** `gone`: its address takes no mail, whoever sends it. */
  | { state: "failed"; outcome: string; gone?: boolean }
  /** None of it is for its reader. */
  | typeof notConcerned
  /** Again after so many milliseconds. `unknown`: it was sent, and no answer came. */
  | { state: "queued" | "unknown"; outcome: string; delay: number };

/** An attempt and its outcome. */
export interface Settled {
  delivery: Pick<Delivery, "id" | "fence">;
  outcome: Outcome;
  /** What it told, where it is a notice. */
  telling?: Telling | undefined;
}

/**
 * Settles attempts. What would have to go out again, and is the notice of an older publish, is dead by now.
 *
 * @returns the ids of those whose lease was still held
 */
export async function settle(tx: Queries, settled: readonly Settled[]): Promise<Set<string>> {
  await lockFeed(tx, "shared");
  const now = await clock(tx);
  const own = settled.map(({ delivery: { id, fence }, outcome }) => {
    const again = "delay" in outcome;
    return {
      ...{ own: id, held: fence, new_state: outcome.state, new_outcome: outcome.outcome },
      due: again ? now + outcome.delay : null,
    };
  });
  const kept = await rows<Kept>(tx, settling, now, JSON.stringify(own));
  const told = kept.filter(
    ({ kind, state, outcome, subscription }) =>
      kind === "notice" && subscription !== null && (state === "sent" || outcome === notConcerned.outcome),
  );
  if (told.length > 0) await advance(tx, told);
  const tellings = tellingsOf(settled, kept);
  await recordTold(tx, tellings, now);
  const notices = new Set(kept.flatMap(({ id, kind }) => (kind === "notice" ? [id] : [])));
  await followTold(
    tx,
    tellings.filter(({ state, delivery }) => state === "sent" && notices.has(delivery)),
    now,
  );
  await followUp(tx, settled, kept);
  await followWebhooks(
    tx,
    kept.filter(({ channel }) => channel === "webhook"),
  );
  return new Set(kept.map(({ id }) => id));
}

/** What a notice told is kept once it may have arrived, or never will. */
function tellingsOf(settled: readonly Settled[], kept: readonly Kept[]): Told[] {
  const byId = new Map(kept.map((one) => [one.id, one]));
  return settled.flatMap(({ delivery, telling }): Told[] => {
    const { state, outcome } = byId.get(delivery.id) ?? {};
    if (!telling || (state !== "sent" && state !== "unknown" && state !== "failed")) return [];
    return [{ ...telling, delivery: delivery.id, state, outcome: outcome ?? "" }];
  });
}

/** The readers of mails that arrived, without those whom a notice is owed. */
async function settledUp(tx: Queries, sent: readonly Kept[]): Promise<string[]> {
  const of = (isNotice: boolean) =>
    sent.flatMap(({ kind, subscription }) => ((kind === "notice") === isNotice ? [subscription ?? ""] : []));
  const byClock = of(false);
  if (byClock.length === 0) return of(true);
  return [...of(true), ...(await rows<{ id: string }>(tx, owedNothing, JSON.stringify(byClock))).map(({ id }) => id)];
}

const owedNothing = statement(
  ({ listed }) => `select id from subscriptions where id in (${listed})
    and cursor >= coalesce((select log_size from events order by log_size desc limit 1), 0)`,
);

/** What comes of mails that told readers, and of those that never will. */
async function followUp(tx: Queries, settled: readonly Settled[], kept: readonly Kept[]): Promise<void> {
  const to = kept.filter(
    ({ kind, channel, subscription }) => channel === "email" && subscription !== null && tellingKinds.includes(kind),
  );
  const of = (state: Kept["state"]) => to.filter((one) => one.state === state);
  // A reminder that arrives shows that the address takes mails, and not that its reader was told what a notice said.
  const reached = await settledUp(tx, of("sent"));
  await endTasks(tx, reached, { kinds: ["unreachable"], how: "told" });
  const gone = new Set(
    settled.flatMap(({ delivery, outcome }) => ("gone" in outcome && outcome.gone ? delivery.id : [])),
  );
  const missed = of("failed").map(({ id, subscription, outcome }) => {
    return { subscription: subscription ?? "", reason: outcome ?? "", gone: gone.has(id) };
  });
  await noteMissed(tx, missed);
  const toObjectors = (state: Kept["state"]) => kept.filter((one) => one.state === state && isToObjector(one));
  await noteReachedObjectors(
    tx,
    toObjectors("sent").map(({ id }) => id),
  );
  await noteMissedObjectors(
    tx,
    toObjectors("failed").map(({ objection, outcome }) => ({ objection: objection ?? "", reason: outcome ?? "" })),
  );
}

/** What was settled. */
type Kept = Pick<
  Delivery,
  | ("id" | "channel" | "kind" | "event" | "recipient" | "subscription" | "objection")
  | ("state" | "since" | "naming" | "outcome")
>;

/** A notice of an older publish that would have to go out again. */
const isDead = `due is not null and kind = 'notice' and event <> ${newest}`;

const settling = statement(
  ({ table }) => `update deliveries set
      state = case when ${isDead} then 'cancelled' else new_state end,
      outcome = case when ${isDead} then 'superseded' else new_outcome end,
      due_at = coalesce(due, due_at), wanted_at = case when new_outcome = '${notYet}' then due else wanted_at end, unsure = unsure + case when new_state = 'unknown' then 1 else 0 end, leased_until = null,
      settled_at = case when due is null or (kind = 'notice' and event <> ${newest}) then cast(? as bigint) end
    from ${table("attempts", { own: "text", held: "integer", new_state: "text", new_outcome: "text", due: "integer" })}
    where id = own and fence = held and state = 'leased' returning id, channel, kind, event, recipient,
      subscription, objection, state, since, naming, outcome`,
);

/**
 * A reader's cursor moves only when its own notice was taken: what failed is told again by the next. It moves from where the
 * notice began, and for the contracts that it was written for: whoever is owed something else meanwhile stays owed.
 */
async function advance(tx: Queries, told: readonly Kept[]): Promise<void> {
  const notices = told.map(({ event, subscription, since, naming }) => {
    return { event, subscription, since: since ?? 0, written: naming ?? 0 };
  });
  await change(tx, advancing, JSON.stringify(notices));
  // Whom a contract has named while its mail was under way is told of the rest.
  await enqueueOwed(
    tx,
    told.map(({ subscription }) => subscription ?? ""),
    await clock(tx),
  );
}

const advancing = statement(
  ({ table }) => `update subscriptions
    set cursor = case when events.log_size > cursor and told.since <= cursor and told.written = subscriptions.naming then events.log_size else cursor end
    from ${table("told", { event: "text", subscription: "text", since: "integer", written: "integer" })}, events
    where subscriptions.id = told.subscription and events.id = told.event`,
);
