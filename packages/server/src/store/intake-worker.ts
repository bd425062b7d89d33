import { describeError, type Logger } from "../log/logger.ts";
import type { Keyed } from "../secret/keyed.ts";
import { workOff } from "./intake.ts";
import type { Store } from "./open.ts";
import type { Rates } from "./rates.ts";

export interface IntakeWorker {
  /** A request was taken in. */
  wake(): void;
  stop(): Promise<void>;
}

interface IntakeWorkerOptions {
  store: Store;
  keyed: Keyed;
  rates: Rates;
  log: Logger;
  /** Mails may have been put in the outbox. */
  onMail(): void;
}

/** Works requests to subscribe off, apart from the requests that brought them. */
export function startIntakeWorker({ store, keyed, rates, log, onMail }: IntakeWorkerOptions): IntakeWorker {
  let called = false;
  let stopped = false;
  let running: Promise<void> | undefined;

  const run = async () => {
    while (called && !stopped) {
      called = false;
      try {
        while (await store.write((tx) => workOff(tx, keyed, rates)));
        onMail();
      } catch (error) {
        log.error("intake-error", describeError(error));
      }
    }
    running = undefined;
  };

  const wake = () => {
    called = true;
    if (!stopped) running ??= run();
  };
  // What a crash or a full disk left behind.
  const looks = setInterval(wake, 10_000);
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(looks);
      await running;
    },
  };
}
