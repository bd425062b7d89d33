import { toInstant } from "@trust-center/feed";
import type { WebhookEvent } from "@trust-center/sdk";
import { publicationOf, readPublication } from "../feed/notice.ts";
import { describeError, type Logger } from "../log/logger.ts";
import type { Channel } from "../outbox/channel.ts";
import { isWanted, readWish } from "../recipients/wish.ts";
import { type Keyed, sha256 } from "../secret/keyed.ts";
import { publishCovering } from "../store/events.ts";
import { entriesBetween, readFeedState } from "../store/feed-state.ts";
import type { Delivery } from "../store/outbox.ts";
import { notConcerned, type Outcome } from "../store/settle.ts";
import type { Queries, Store } from "../store/store.ts";
import { findWebhook, positionOf, type Webhook } from "../store/webhooks.ts";
import { changeEvent } from "./event.ts";
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
  const attempt = async (delivery: Delivery, ending: AbortSignal): Promise<Outcome> => {
    const { store, keyed, post, delays } = options;
    // Asked now and not when it was queued: an endpoint that was removed or disabled meanwhile gets nothing.
    const composed = await store.read((db) => compose(db, delivery));
    if (!composed) return { state: "cancelled", outcome: "not wanted" };
    if ("outcome" in composed) return composed;
    const { webhook, event, id } = composed;
    const now = await store.now();
    const body = JSON.stringify(event);
    const signed = headersOf({ id, timestamp: Math.floor(now / 1000), body }, keysOf(keyed, webhook, now));
    const headers = { "content-type": "application/json", "user-agent": "trust-center", ...signed };
    const answer = await post({ url: webhook.url, headers, body }, ending);
    const isTest = delivery.kind === "webhook-test";
    return judgeAnswer(answer, { failures: webhook.failures, isTest, now, delays });
  };
  return {
    name: "webhook",
    noun: "webhook",
    facts: {},
    attempt: async (delivery, { pace, ending }) => {
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
): Promise<Composed | typeof notConcerned | undefined> {
  const [webhook, state] = [await findWebhook(db, recipient), await readFeedState(db)];
  if (!webhook || !state) return undefined;
  const id = `msg_${sha256(`${state.address} ${event} ${recipient}`).slice(0, 32)}`;
  if (kind === "webhook-test") {
    const data = { feed: state.address };
    return { webhook, id, event: { type: "webhook.test", timestamp: toInstant(created_at), data } };
  }
  if (webhook.state === "disabled") return undefined;
  const position = positionOf(event);
  const [entry] = await entriesBetween(db, position, position + 1);
  if (!entry) return undefined;
  // A database that is older than its events has the feed as it stands.
  const kept = await publishCovering(db, position);
  const publication = kept === undefined ? publicationOf(state) : readPublication(kept);
  if (!isWanted(readWish(webhook.wish), entry, publication.known)) return notConcerned;
  const told = changeEvent({ publication, entry });
  return told ? { webhook, event: told, id } : notConcerned;
}
