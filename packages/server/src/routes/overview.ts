import { type Change, dayFor, type LogEntry, standingsAt, toInstant } from "@trust-center/feed";
import { changeTitle, startText, touchedIn } from "@trust-center/reading";
import { looseObject } from "zod/mini";
import { Refusal } from "../http/problem.ts";
import { oneLine } from "../mail/plain.ts";
import { type MailReader, mailReader, plainReader } from "../mail/reader.ts";
import { waitsFor } from "../objections/silence.ts";
import { voidBy } from "../objections/void-by.ts";
import { countCasesByChange } from "../store/cases.ts";
import { readTold } from "../store/evidence.ts";
import { newestEntries, readFeedState } from "../store/feed-state.ts";
import { resend, undelivered } from "../store/outbox.ts";
import { clock } from "../store/query.ts";
import type { Queries } from "../store/store.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { detailsOf } from "./health.ts";

/** How many changes of the history are listed beside those that are open. */
const mostChanges = 100;

const changes = endpoint({
  method: "GET",
  path: "/changes",
  summary:
    "What the feed announces, the first deadline first, and the newest of what it announced; with counts of objections",
  who: "reader",
  answer:
    "`list`: version and when it was published and verified; `changes`, which have `effective` or say in words when they start, and of which those that were taken back (`gone`: `withdrawn`), announced anew (`amended`), or whose subject left before (`left`), have no dates; `approval` is `required`, `early`, or asked of `some` customer segments",
  refusals: [],
  handle: ({ deps: { store } }) => store.read(readChanges),
});

async function readChanges(db: Queries) {
  const state = await readFeedState(db);
  if (!state) return { changes: [] };
  const { feed, version, verifiedAt, address } = state;
  const [log, counts] = [await newestEntries(db, state.log.size, mostChanges), await countCasesByChange(db, address)];
  const now = await clock(db);
  const open = new Map(standingsAt(feed, now).open.map((change) => [change.id, change]));
  const reader = plainReader(mailReader("en", feed));
  const view = (change: Change) => {
    const gone = open.has(change.id) ? undefined : goneBy(log, change, now);
    return {
      id: change.id,
      title: oneLine(changeTitle(change, reader, touchedIn(log, change))),
      announced: change.announced,
      open: open.has(change.id),
      ...(gone && { gone }),
      ...(!gone && datesOf(change, reader)),
      ...approvalOf(change),
      objections: counts.get(change.id) ?? { open: 0, closed: 0 },
    };
  };
  const newest = log.slice(-mostChanges).toReversed();
  const past = newest.map(({ change }) => change).filter(({ id, mode }) => !open.has(id) && mode !== "initial");
  const ahead = [...open.values()].toSorted((one, other) => endOf(one) - endOf(other));
  return {
    list: { version, published: feed.published, verified: toInstant(verifiedAt) },
    changes: [...ahead, ...past].map(view),
  };
}

function datesOf(change: Change, reader: MailReader) {
  const effective = dayFor(change);
  return {
    ...(change.window && { deadline: change.window.deadline }),
    ...(effective ? { effective } : { starts: startText(change, reader) }),
  };
}

/** Whether its approval is asked for, of everybody or of some customers alone. */
function approvalOf(change: Change): { approval?: "required" | "early" | "some" } {
  const { approval, window } = change;
  const segments = [null, ...(window?.segments ?? []).map(({ id }) => id)];
  if (approval) return { approval };
  return segments.some((segment) => waitsFor(change, segment)) ? { approval: "some" } : {};
}

/** How a change went of which nothing is left. */
function goneBy(log: readonly LogEntry[], change: Change, now: number): "withdrawn" | "amended" | "left" | undefined {
  const by = voidBy(log, change, now);
  if (!by) return undefined;
  return by.touches?.change !== change.id ? "left" : by.touches.how === "amends" ? "amended" : "withdrawn";
}

const endOf = ({ window }: Change) => (window ? Date.parse(window.deadline) : Number.POSITIVE_INFINITY);

/** How many of those who were not told are named. */
const mostUntold = 200;

const told = endpoint({
  method: "GET",
  path: "/changes/{id}/told",
  summary:
    "How many notices told a change, with what outcome, and who of the contracts' recipients was not told, and why",
  who: "reader",
  answer: `\`notices\`: counts by state; \`untold\`: customer, address and why, the first ${mostUntold}; \`more\`: whether there are others`,
  refusals: [404],
  handle: async ({ deps: { store }, id }) => {
    const told = await store.read((db) => readTold(db, id, mostUntold + 1));
    if (!told) throw new Refusal(404, "unknown-change", "Expected the id of a change of the feed.");
    const shown = told.untold.slice(0, mostUntold);
    return {
      change: id,
      notices: { sent: 0, unknown: 0, failed: 0, ...Object.fromEntries(told.notices) },
      untold: shown.map(({ recipient: { customer, email }, why }) => ({ customer, email, why })),
      more: shown.length < told.untold.length,
    };
  },
});

/** How many mails that did not arrive are listed. */
const mostMails = 200;

const mails = endpoint({
  method: "GET",
  path: "/deliveries",
  summary: "Mails that were given up, refused for good, or got no answer, the newest first",
  who: "reader",
  answer: "`deliveries`, each with its reason in codes",
  refusals: [],
  handle: async ({ deps: { store } }) => ({
    deliveries: (await store.read((db) => undelivered(db, mostMails))).map((one) => ({
      ...{ id: one.id, kind: one.kind, state: one.state, event: one.event, attempts: Number(one.attempts) },
      ...(one.email && { email: one.email }),
      ...(one.outcome !== null && { reason: one.outcome }),
      at: toInstant(Number(one.settled_at ?? one.due_at)),
    })),
  }),
});

const again = endpoint({
  method: "POST",
  path: "/deliveries/{id}/resend",
  summary: "Sends a mail again that was given up or got no answer",
  who: "handler",
  body: looseObject({}),
  answer: "It is on its way",
  refusals: [404, 503],
  handle: async ({ deps: { store, onWork }, id }) => {
    const count = await store.write((tx) => resend(tx, { states: ["failed", "unknown"], delivery: id }));
    if (count === 0)
      throw new Refusal(
        404,
        "not-found",
        "Expected the id of a mail that failed or got no answer, as `GET deliveries` lists it.",
      );
    onWork();
    return { id };
  },
});

const status = endpoint({
  method: "GET",
  path: "/status",
  summary: "What waits and what is wrong, as `GET health` says it to its token",
  who: "reader",
  answer: "`problems`, and details",
  refusals: [],
  handle: async ({ deps }) => detailsOf(deps, await deps.look.state(), await deps.look.counted()),
});

/** What there is to see beside objections and recipients. */
export const overviewEndpoints: readonly Declared[] = [changes, told, mails, again, status];
