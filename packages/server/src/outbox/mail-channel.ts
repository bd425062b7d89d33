import { describeError, type Logger } from "../log/logger.ts";
import type { Delivery } from "../store/outbox.ts";
import { notConcerned, notYet, type Outcome } from "../store/settle.ts";
import type { Store } from "../store/store.ts";
import { type Attempted, type Attempting, type Channel, notBegun } from "./channel.ts";
import type { Compose, Composed } from "./compose.ts";
import { type EncodedMail, encodeMail } from "./encode.ts";
import type { MailServer } from "./mail-server.ts";
import { defaultRetry, isOutage, judgeFailure, type RetryTerms } from "./outcome.ts";
import type { Transport } from "./transport.ts";

export interface MailOptions {
  store: Pick<Store, "now">;
  transport: Transport;
  mailServer: MailServer;
  compose: Compose;
  log: Logger;
  retry?: RetryTerms | undefined;
}

/** Mails, by one mail server. */
export const mailChannel = (options: MailOptions): Channel => ({
  name: "email",
  noun: "mail",
  facts: { host: options.mailServer.address.host },
  prepares: true,
  attempt: (delivery, attempting) => attempt(options, delivery, attempting),
  close: () => options.transport.close(),
});

/** A mail that is ready to go out, and what it tells. */
interface Written extends Pick<Composed, "telling"> {
  encoded: EncodedMail;
}

/** Writes a mail to its last byte, or says why it does not go out. */
async function write({ compose }: MailOptions, delivery: Delivery): Promise<Written | Attempted> {
  const composed = await compose(delivery);
  if (!composed) return { outcome: { state: "cancelled", outcome: "not wanted" } };
  if (composed === notConcerned) return { outcome: composed };
  if ("later" in composed) return { outcome: { state: "queued", outcome: notYet, delay: composed.later } };
  const { mail, telling } = composed as Composed;
  return { encoded: await encodeMail(mail), ...(telling && { telling }) };
}

/** Makes one attempt at a leased mail. Never throws: what nobody foresaw is tried again, and given up in the end. */
async function attempt(
  options: MailOptions,
  delivery: Delivery,
  { pace, turn, ending }: Attempting,
): Promise<Attempted> {
  const { store, transport, mailServer, log, retry = defaultRetry } = options;
  const failed = async (error: unknown, whole: boolean) => {
    // A store that does not tell the time is no reason to give a mail up.
    const age = (await store.now().catch(() => delivery.wanted_at)) - delivery.wanted_at;
    return judgeFailure(error, { whole, attempt: delivery.fence, unsure: delivery.unsure, age }, retry);
  };
  try {
    let written = await write(options, delivery);
    if ("outcome" in written) return written;
    const may = await turn();
    if (may === "never") return notBegun;
    if (may === "late") written = await write(options, delivery);
    if ("outcome" in written) return written;
    const { encoded, telling } = written;
    const result = await transport.send(encoded, ending);
    const outage = !result.ok && isOutage(result.error) ? result.error : undefined;
    if (!ending.aborted) {
      pace.note(outage !== undefined);
      mailServer.note(outage);
    }
    const outcome: Outcome = result.ok ? { state: "sent", outcome: "250" } : await failed(result.error, result.whole);
    return { outcome, telling };
  } catch (error) {
    log.error("delivery-error", { delivery: delivery.id, ...describeError(error) });
    return { outcome: await failed(undefined, false) };
  }
}
