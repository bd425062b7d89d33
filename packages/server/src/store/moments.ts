import { type Change, isMove, type LogEntry } from "@trust-center/feed";
import { day } from "../time.ts";
import type { Delivery } from "./outbox.ts";
import { change, rows } from "./query.ts";
import type { Queries } from "./store.ts";
import type { Telling } from "./told.ts";
import { statement } from "./words.ts";

/**
 * What is to be told of a change by the clock alone, to whoever was told of the change: that the time to object ends soon, and
 * that it is in effect. And to the privacy team: what came of it. Each is a delivery that waits for its day, committed with
 * what it follows, under an event that is the change's alone: so none is lost and none is told twice, whatever ends or
 * starts. Whether it is still true is asked when it goes out.
 */
export const moments = ["reminder", "in-effect", "outcome"] as const;

export type Moment = (typeof moments)[number];

/** The event of a moment of the change at a position of the log. */
export const momentEvent = (moment: Moment, position: number): string => `${moment}-${position}`;

/** Which moment an event is, and the position of its change in the log. */
export function momentOf(event: string): { moment: Moment; position: number } {
  const at = event.lastIndexOf("-");
  return { moment: event.slice(0, at) as Moment, position: Number(event.slice(at + 1)) };
}

/** Milliseconds before a deadline at which whoever has not answered is reminded; where less time was given, its last third. */
const lead = 7 * day;

/** Where there is less time than that to object, one notice is enough. */
const shortest = 3 * day;

/**
 * When somebody is reminded.
 *
 * @param toldAt When it was told, milliseconds since 1970; as is `deadline`.
 */
export function reminderAt(toldAt: number, deadline: number): number | undefined {
  const given = deadline - toldAt;
  return given < shortest ? undefined : deadline - Math.min(lead, Math.floor(given / 3));
}

/** Somebody who was told of a change, and its own dates. */
interface Followed {
  recipient: string;
  subscription: string | null;
  position: number;
  toldAt: number;
  deadline: number | undefined;
  effective: number | undefined;
}

const dateOf = (instant: string | null | undefined) => (instant ? Date.parse(instant) : undefined);

function dueOf({ recipient, subscription, position, toldAt, deadline, effective }: Followed) {
  const reminder = deadline === undefined ? undefined : reminderAt(toldAt, deadline);
  const due: [Moment, number | undefined][] = [
    ["reminder", reminder],
    // What holds by then was told as such.
    ["in-effect", effective !== undefined && effective > toldAt ? effective : undefined],
  ];
  return due.flatMap(([moment, at]) =>
    at === undefined ? [] : [{ moment, event: momentEvent(moment, position), recipient, subscription, due: at }],
  );
}

/** Has those who were told of changes told of their moments, in the transaction of the outcomes of their notices. */
export async function followTold(tx: Queries, told: readonly Telling[], now: number): Promise<void> {
  const ids = new Set(told.flatMap(({ changes }) => changes.map(({ id }) => id)));
  const places = await placesOf(tx, [...ids]);
  const due = told.flatMap(({ subscription, changes, toldAt }) =>
    changes.flatMap(({ id, deadline, effective }) => {
      const position = places.get(id);
      if (position === undefined) return [];
      const dates = { deadline: dateOf(deadline), effective: dateOf(effective) };
      return dueOf({ recipient: subscription, subscription, position, toldAt, ...dates });
    }),
  );
  await queue(tx, "email", due, now);
}

/** Likewise, of an endpoint that was told of an entry of the log. */
export async function followWebhook(tx: Queries, recipient: string, position: number, now: number): Promise<void> {
  const [found] = await rows<{ change: string; entry: string }>(
    tx,
    "select change, entry from log_entries where position = ?",
    position,
  );
  if (!found) return;
  const { change: of } = JSON.parse(found.entry) as LogEntry;
  const at = (await placesOf(tx, [found.change])).get(found.change);
  if (of.mode === "initial" || at === undefined) return;
  const [deadline, effective] = [dateOf(of.window?.deadline), dateOf(of.effective)];
  const followed = { recipient, subscription: null, position: at, toldAt: Date.parse(of.announced) };
  const due = dueOf({ ...followed, deadline, effective });
  const closes = deadline === undefined ? [] : [{ ...followed, moment: "outcome" as const, due: deadline + 1000 }];
  const ends = closes.map((one) => ({ ...one, event: momentEvent("outcome", at) }));
  await queue(
    tx,
    "webhook",
    [...due, ...ends].filter((one) => one.due > now || one.moment === "in-effect"),
    now,
  );
}

/** Has the privacy team told what came of a change once nobody can object to it any more. */
export async function followPublished(
  tx: Queries,
  { change: { window, mode }, position }: { change: Change; position: number },
  now: number,
): Promise<void> {
  if (!window || mode === "withdrawal") return;
  const ends = [window, ...(window.segments ?? [])].map(({ deadline }) => Date.parse(deadline) + 1000);
  const due = Math.max(...ends);
  if (due <= now) return;
  const event = momentEvent("outcome", position);
  await queue(tx, "email", [{ moment: "outcome", event, recipient: "vendor", subscription: null, due }], now);
}

/** Where the changes stand whose moments follow: a new day of a change is a moment of that change. */
async function placesOf(db: Queries, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ change: string; position: number; entry: string }>(db, placing, JSON.stringify(ids));
  const places = new Map<string, number>();
  const moved = new Map<string, string>();
  for (const { change: id, position, entry } of found) {
    const { mode, touches } = (JSON.parse(entry) as { change: Change }).change;
    if (mode === "withdrawal" || mode === "initial") continue;
    if (isMove(touches)) moved.set(id, touches.change);
    else places.set(id, position);
  }
  const of = await rows<{ change: string; position: number }>(db, placing, JSON.stringify([...moved.values()]));
  const positions = new Map(of.map(({ change: id, position }) => [id, position]));
  for (const [id, other] of moved) {
    const position = positions.get(other);
    if (position !== undefined) places.set(id, position);
  }
  return places;
}

const placing = statement(
  ({ listed }) => `select change, position, entry from log_entries where change in (${listed})`,
);

type Due = { moment: Moment; event: string; recipient: string; subscription: string | null; due: number };

async function queue(tx: Queries, channel: Delivery["channel"], due: readonly Due[], now: number): Promise<void> {
  if (due.length === 0) return;
  // Of several days that one notice named, the one said last.
  const last = new Map(due.map((one) => [`${one.event} ${one.recipient}`, one]));
  const given = [...last.values()].map(({ moment, subscription, ...one }) => ({
    ...one,
    subscription: subscription ?? "",
    kind: channel === "webhook" ? "webhook-moment" : moment,
  }));
  await change(tx, queuing, channel, now, JSON.stringify(given));
}

/** What has been queued before has another day by now. */
const queuing = statement(
  ({ table, newId }) => `insert into deliveries
      (id, event, recipient, channel, kind, subscription, state, fence, wanted_at, due_at, created_at)
    select ${newId}, event, recipient, cast(? as text), kind, nullif(subscription, ''), 'queued', 0, due, due,
      cast(? as bigint)
    from ${table("given", { event: "text", recipient: "text", subscription: "text", kind: "text", due: "integer" })} where true
    on conflict (event, recipient, channel) do update
      set state = 'queued', due_at = excluded.due_at, wanted_at = excluded.wanted_at, settled_at = null
      where deliveries.state in ('queued', 'cancelled')`,
);
