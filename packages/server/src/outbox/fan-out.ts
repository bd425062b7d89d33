import { describeError, type Logger } from "../log/logger.ts";
import { fanOut } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";
import { queueEntries } from "../store/webhooks.ts";

export interface FanOut {
  /** There is a new publish. */
  wake(): void;
  stop(): Promise<void>;
}

interface FanOutOptions {
  store: Store;
  log: Logger;
  /** Notices were put in the outbox. */
  onMail(): void;
  /** Webhooks were. */
  onWebhook(): void;
}

/** Rows that one step touches: some ten milliseconds, in which the store serves nobody else. */
const rowsPerStep = 500;

/** Milliseconds until a failed step is tried again. */
const rest = 5000;

/** Makes the notices and webhooks of a publish, apart from the look that found it. What a crash left begun, the next start ends. */
export function startFanOut({ store, log, onMail, onWebhook }: FanOutOptions): FanOut {
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  let called = false;

  const run = async () => {
    let made = 0;
    while (called && !stopped) {
      called = false;
      try {
        if ((await store.write(queueEntries)) > 0) onWebhook();
        for (;;) {
          const count = stopped ? undefined : await store.write((tx) => fanOut(tx, rowsPerStep));
          if (count === undefined) break;
          if (count > 0) onMail();
          made += count;
        }
      } catch (error) {
        log.error("fan-out-error", describeError(error));
        retry = setTimeout(wake, rest).unref();
      }
    }
    if (made > 0) log.info("notices-queued", { recipients: made });
    running = undefined;
  };

  const wake = () => {
    called = true;
    if (!stopped) running ??= run();
  };
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearTimeout(retry);
      await running;
    },
  };
}
