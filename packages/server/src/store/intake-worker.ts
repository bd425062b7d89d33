import { describeError, type Logger } from "../log/logger.ts";
import type { Keyed } from "../secret/keyed.ts";
import { workOff } from "./intake.ts";
import type { Rates } from "./rates.ts";
import type { Store } from "./store.ts";

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

/** Milliseconds without a request after which it is calm, and after which one batch is worked off whether it is or not. */
const calmAfter = 100;
const longestWait = 2000;

/** Works requests to subscribe off, apart from the requests that brought them. */
export function startIntakeWorker({ store, keyed, rates, log, onMail }: IntakeWorkerOptions): IntakeWorker {
  let called = false;
  let stopped = false;
  let lastCall = 0;
  let running: Promise<void> | undefined;

  const run = async () => {
    while (called && !stopped) {
      called = false;
      try {
        do {
          await calm();
        } while (!stopped && (await store.write((tx) => workOff(tx, keyed, rates))));
        onMail();
      } catch (error) {
        log.error("intake-error", describeError(error));
      }
    }
    running = undefined;
  };

  /** Requests go first: while they pour in, what they brought waits, though not for ever. */
  const calm = async () => {
    const began = performance.now();
    while (!stopped && performance.now() - lastCall < calmAfter && performance.now() - began < longestWait) {
      await new Promise((turn) => setTimeout(turn, calmAfter));
    }
  };

  const wake = () => {
    called = true;
    lastCall = performance.now();
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
