import { type Change, dayFor, toInstant } from "@trust-center/feed";
import { touchedIn, withDayOf } from "@trust-center/reading";
import type { WebhookEvent } from "@trust-center/sdk";
import { type Publication, publicationOf, readPublication } from "../feed/notice.ts";
import { describeError, type Logger } from "../log/logger.ts";
import { type NotYet, type ReadStanding, type Standing, standingReader } from "../moments/moment.ts";
import { type Channel, notBegun } from "../outbox/channel.ts";
import { isWanted, readWish } from "../recipients/wish.ts";
import { type Keyed, sha256 } from "../secret/keyed.ts";
import { publishCovering } from "../store/events.ts";
import { entriesBetween, findPosition, type KeptEntry, readFeedState } from "../store/feed-state.ts";
import { reminderAt } from "../store/moments.ts";
import type { Delivery } from "../store/outbox.ts";
import { notConcerned, notYet, type Outcome } from "../store/settle.ts";
import type { Queries, Store } from "../store/store.ts";
import { findWebhook, positionOf, type Webhook } from "../store/webhooks.ts";
import { hour } from "../time.ts";
import { changeEvent, momentEventOf } from "./event.ts";
import { judgeAnswer } from "./judge.ts";
import type { Post } from "./post.ts";
import { headersOf, keysOf } from "./sign.ts";

export interface WebhookOptions {
  store: Pick<Store, "now" | "read">;
  keyed: Keyed;
  post: Post;
  log: Logger;
  delays?: readonly number[] | undefined;
}

/** Webhooks, each to an endpoint of its own: one that is down holds up no other. */
export function webhookChannel(options: WebhookOptions): Channel {
  const standingOf = standingReader();
  const attempt = async (delivery: Delivery, ending: AbortSignal): Promise<Outcome> => {
    const { store, keyed, post, delays } = options;
    // Asked now and not when it was queued: an endpoint that was removed or disabled meanwhile gets nothing.
    const composed = await store.read((db) => compose(db, delivery, standingOf));
    if (!composed) return { state: "cancelled", outcome: "not wanted" };
    if ("outcome" in composed) return composed;
    if ("later" in composed) return { state: "queued", outcome: notYet, delay: composed.later };
    const { webhook, event, id } = composed;
    const now = await store.now();
    const body = JSON.stringify(event);
    const signed = headersOf({ id, timestamp: Math.floor(now / 1000), body }, keysOf(keyed, webhook, now));
    const headers = { "content-type": "application/json", "user-agent": "trust-center", ...signed };
    const answer = await post({ url: webhook.url, headers, body }, ending);
    const isTest = delivery.kind === "webhook-test";
    // What the clock brings waits for no other event, and holds up none.
    const failures = delivery.kind === "webhook-moment" ? delivery.fence - 1 : webhook.failures;
    return judgeAnswer(answer, { failures, isTest, now, delays });
  };
  return {
    name: "webhook",
    noun: "webhook",
    facts: {},
    prepares: false,
    attempt: async (delivery, { pace, turn, ending }) => {
      if ((await turn()) === "never") return notBegun;
      try {
        const outcome = await attempt(delivery, ending);
        // An endpoint's failure says nothing of the others.
        pace.note(false);
        return { outcome };
      } catch (error) {
        options.log.error("delivery-error", { delivery: delivery.id, ...describeError(error) });
        const now = await options.store.now().catch(() => delivery.wanted_at);
        const judged = { failures: delivery.fence - 1, isTest: false, now, delays: options.delays };
        return { outcome: judgeAnswer({ failure: "error" }, judged) };
      }
    },
    close: () => {},
  };
}

interface Composed {
  webhook: Webhook;
  event: WebhookEvent;
  /** The same in every attempt, and in none that tells another event. */
  id: string;
}

/** Undefined where nobody wants it any more. */
async function compose(
  db: Queries,
  { event, kind, recipient, created_at }: Delivery,
  standingOf: ReadStanding,
): Promise<Composed | NotYet | typeof notConcerned | undefined> {
  const [webhook, state] = [await findWebhook(db, recipient), await readFeedState(db)];
  if (!webhook || !state) return undefined;
  const id = `msg_${sha256(`${state.address} ${event} ${recipient}`).slice(0, 32)}`;
  if (kind === "webhook-test") {
    const data = { feed: state.address };
    return { webhook, id, event: { type: "webhook.test", timestamp: toInstant(created_at), data } };
  }
  if (kind === "webhook-moment") return composeMoment({ webhook, id, standing: await standingOf(db, event) });
  if (webhook.state === "disabled") return undefined;
  const position = positionOf(event);
  const [entry] = await entriesBetween(db, position, position + 1);
  if (!entry) return undefined;
  // A database that is older than its events has the feed as it stands.
  const kept = await publishCovering(db, position);
  const publication = kept === undefined ? publicationOf(state) : readPublication(kept);
  if (!isWanted(readWish(webhook.wish), entry, publication.known)) return notConcerned;
  const told = changeEvent({ publication, entry, touched: await touchedBy(db, entry, publication) });
  return told ? { webhook, event: told, id } : notConcerned;
}

/** The change that an entry of the log touches, as it stood then, with the day that it had after that publish. */
async function touchedBy(
  db: Queries,
  { change, position }: KeptEntry,
  { open }: Pick<Publication, "open">,
): Promise<Change | undefined> {
  const first = change.touches && (await findPosition(db, change.touches.change));
  if (!first) return undefined;
  const touched = touchedIn(await entriesBetween(db, first.position, position + 1), change);
  const after = open?.find(({ id }) => id === touched?.id);
  return touched && after ? withDayOf(touched, after) : touched;
}

/** While its endpoint is disabled it waits; what is not so any more is told to nobody. */
function composeMoment({
  webhook,
  id,
  standing,
}: {
  webhook: Webhook;
  id: string;
  standing: Standing | undefined;
}): Composed | NotYet | typeof notConcerned | undefined {
  if (!standing) return undefined;
  const { entry, change, publication, moment, now, wasSaid } = standing;
  if (!isWanted(readWish(webhook.wish), entry, publication.known)) return notConcerned;
  const [deadline, effective] = [change.window?.deadline, dayFor(change)].map((one) => (one ? Date.parse(one) : null));
  const due = moment === "in-effect" ? (wasSaid ? null : effective) : deadline;
  if (due === undefined || due === null) return undefined;
  if (moment === "reminder" && now > due) return undefined;
  if (moment !== "reminder" && now < due) return { later: due - now };
  if (webhook.state === "disabled") return { later: whileDisabled };
  const at = moment === "reminder" ? (reminderAt(Date.parse(change.announced), due) ?? due) : due;
  const told = momentEventOf({ publication, entry: { ...entry, change } }, moment, at);
  return told ? { webhook, event: told, id } : notConcerned;
}

/** Milliseconds between looks whether an endpoint is enabled again. */
const whileDisabled = hour;
