import { performance } from "node:perf_hooks";
import { describeError, type Logger } from "../log/logger.ts";
import { fanOut } from "../store/outbox.ts";
import type { Store } from "../store/store.ts";
import { queueEntries } from "../store/webhooks.ts";
import { createPieces } from "./pieces.ts";

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

/** Rows that one step touches, and the milliseconds in which it may hold the event loop; its commit holds it for as long again. */
const perStep = { first: 300, least: 100, most: 1000, span: 8 };

/** Milliseconds until a failed step is tried again. */
const rest = 5000;

/** Makes the notices and webhooks of a publish, apart from the look that found it. What a crash left begun, the next start ends. */
export function startFanOut({ store, log, onMail, onWebhook }: FanOutOptions): FanOut {
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let stopped = false;
  let called = false;
  const pieces = createPieces(perStep);

  /** Undefined once there is nothing left to do. */
  const step = async (): Promise<number | undefined> => {
    return store.write(async (tx) => {
      // What a database in another process takes holds nobody here: then the loop idles meanwhile.
      const before = performance.eventLoopUtilization();
      const made = await fanOut(tx, pieces.size);
      pieces.took(performance.eventLoopUtilization(before).active);
      return made;
    });
  };

  const run = async () => {
    let made = 0;
    while (called && !stopped) {
      called = false;
      try {
        if ((await store.write(queueEntries)) > 0) onWebhook();
        for (;;) {
          const count = stopped ? undefined : await step();
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
