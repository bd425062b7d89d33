import { describeError, type Logger } from "../log/logger.ts";
import type { Store } from "../store/open.ts";
import type { Delivery, Outcome } from "../store/outbox.ts";
import { clock } from "../store/query.ts";
import type { Compose } from "./compose.ts";
import type { MailServer } from "./mail-server.ts";
import { defaultRetry, isOutage, judgeFailure, type RetryTerms } from "./outcome.ts";
import type { Pace } from "./pace.ts";
import type { Transport } from "./transport.ts";

export interface AttemptOptions {
  store: Store;
  transport: Transport;
  mailServer: MailServer;
  compose: Compose;
  log: Logger;
  retry?: RetryTerms | undefined;
}

/** Makes one attempt at a leased delivery. Never throws: what nobody foresaw is tried again, and given up in the end. */
export async function attempt(
  options: AttemptOptions,
  delivery: Delivery,
  { pace, ending }: { pace: Pace; ending: AbortSignal },
): Promise<Outcome> {
  const { store, transport, mailServer, compose, log, retry = defaultRetry } = options;
  const failed = async (error: unknown, whole: boolean) => {
    const age = (await clock(store.db)) - delivery.wanted_at;
    return judgeFailure(error, { whole, attempt: delivery.fence, unsure: delivery.unsure, age }, retry);
  };
  try {
    const mail = await compose(delivery);
    if (!mail) return { state: "cancelled", outcome: "not wanted" };
    const result = await transport.send(mail, ending);
    const outage = !result.ok && isOutage(result.error) ? result.error : undefined;
    if (!ending.aborted) {
      pace.note(outage !== undefined);
      mailServer.note(outage);
    }
    return result.ok ? { state: "sent", outcome: "250" } : await failed(result.error, result.whole);
  } catch (error) {
    log.error("delivery-error", { delivery: delivery.id, ...describeError(error) });
    return failed(undefined, false);
  }
}
