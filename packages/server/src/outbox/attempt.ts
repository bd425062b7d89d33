import { describeError, type Logger } from "../log/logger.ts";
import { type Delivery, type Outcome, settle } from "../store/deliveries.ts";
import { clock, type Store } from "../store/open.ts";
import type { Compose } from "./compose.ts";
import { defaultRetry, isOutage, judgeFailure, type RetryTerms } from "./outcome.ts";
import type { Pause } from "./pause.ts";
import type { Transport } from "./transport.ts";

export interface AttemptOptions {
  store: Store;
  transport: Transport;
  compose: Compose;
  log: Logger;
  retry?: RetryTerms | undefined;
}

/** Makes one attempt at a leased delivery and settles it. Never throws: what cannot be settled is leased again. */
export async function attempt(options: AttemptOptions, delivery: Delivery, pause: Pause): Promise<void> {
  const { store, log } = options;
  try {
    const outcome = await send(options, delivery, pause);
    const kept = await store.write((tx) => settle(tx, delivery, outcome));
    const fields = { kind: delivery.kind, delivery: delivery.id, attempt: delivery.fence, outcome: outcome.outcome };
    if (!kept) log.warn("lease-lost", fields);
    else if (outcome.state === "sent") log.info("mail-sent", fields);
    else log.warn(`mail-${outcome.state}`, fields);
  } catch (error) {
    log.error("delivery-error", { delivery: delivery.id, ...describeError(error) });
  }
}

async function send(
  { store, transport, compose, retry = defaultRetry }: AttemptOptions,
  delivery: Delivery,
  pause: Pause,
): Promise<Outcome> {
  const mail = await compose(delivery);
  if (!mail) return { state: "cancelled", outcome: "not wanted" };
  const result = await transport.send(mail);
  pause.note(!result.ok && isOutage(result.error, result.began));
  if (result.ok) return { state: "sent", outcome: "250" };
  const age = (await clock(store.db)) - delivery.created_at;
  return judgeFailure(result.error, { began: result.began, attempt: delivery.fence, age }, retry);
}
