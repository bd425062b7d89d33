import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "../log/logger.ts";
import { minute, second } from "../time.ts";
import { type Reason, reasonOf } from "./reason.ts";
import type { Transport } from "./transport.ts";

/** What is known of the mail server. */
export interface MailServer {
  /** `asked` until it has answered once. */
  readonly state: "asked" | "ready" | "refused";
  /** Why it is refused. */
  readonly reason?: Reason | undefined;
  /** Host and port, for log lines. */
  readonly address: { host: string; port: string };
  /** What an attempt met: undefined where the server took or refused the mail itself. */
  note(outage: unknown): void;
  stop(): void;
}

/** How many milliseconds it may take to answer. */
const patience = minute / 2;

/** Milliseconds between two questions: while it is out of reach, and while nothing else tells how it is. */
const betweenQuestions = { refused: 15 * second, ready: 5 * minute } as const;

/**
 * Asks the mail server at start whether it would take mails, and again when a mail did not get there or none was sent for
 * a while: a wrong password or a certificate that does not hold is told before the first objection, not by it. A server
 * that is down keeps nobody from objecting.
 */
export function watchMailServer(url: string, transport: Pick<Transport, "verify">, log: Logger): MailServer {
  const { hostname, port, protocol } = new URL(url);
  const address = { host: hostname, port: port || (protocol === "smtps:" ? "465" : "587") };
  let state: MailServer["state"] = "asked";
  let reason: Reason | undefined;
  let asking = false;
  let next: NodeJS.Timeout | undefined;
  let stopped = false;

  const settle = (found: Reason | undefined) => {
    const wasRefused = state === "refused";
    if (found && (!wasRefused || found.code !== reason?.code))
      log.error("mail-server-refused", { ...address, ...found });
    if (!found && wasRefused) log.info("mail-server-ready", address);
    state = found ? "refused" : "ready";
    reason = found;
    askAgain();
  };

  const askAgain = () => {
    clearTimeout(next);
    if (!stopped) next = setTimeout(ask, betweenQuestions[state === "refused" ? "refused" : "ready"]).unref();
  };

  const ask = () => {
    if (asking || stopped) return;
    asking = true;
    answerOf(transport)
      .then((found) => !stopped && settle(found))
      .finally(() => {
        asking = false;
      });
  };

  ask();
  return {
    address,
    get state() {
      return state;
    },
    get reason() {
      return reason;
    },
    note: (outage) => {
      if (outage === undefined) settle(undefined);
      // One connection that was cut is no server that is down: it is asked.
      else if (state !== "refused") ask();
    },
    stop: () => {
      stopped = true;
      clearTimeout(next);
    },
  };
}

/** Undefined where the server would take mails. */
export async function answerOf(transport: Pick<Transport, "verify">): Promise<Reason | undefined> {
  const late = new AbortController();
  const tooLate = wait(patience, undefined, { signal: late.signal, ref: false }).then(() => {
    throw Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
  });
  tooLate.catch(() => {});
  try {
    await Promise.race([transport.verify(), tooLate]);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    late.abort();
  }
}
