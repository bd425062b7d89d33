import { describeError } from "../log/logger.ts";
import { type Delivery, lease, renew } from "../store/deliveries.ts";
import { minute, second } from "../time.ts";
import { type AttemptOptions, attempt } from "./attempt.ts";
import { createPause } from "./pause.ts";

export interface Sender {
  /** Something was put in the outbox. */
  wake(): void;
  /** Ends: what is being sent is finished, the rest stays queued. */
  stop(): Promise<void>;
}

/** Mails under way at once: enough to keep every connection of the pool busy while others settle. */
const atOnce = 20;

/** Milliseconds. Renewed while sending, so it need not be as long as the slowest mail server. */
const leaseSpan = minute;

/** Milliseconds between looks at the outbox when nothing calls. */
const betweenLooks = second;

/** How many milliseconds an end waits for mails under way. Those left are settled by the next start. */
const longestEnd = 15 * second;

/** Sends what the outbox holds. */
export function startSender(options: AttemptOptions): Sender {
  const { store, log, transport } = options;
  const held = new Map<Delivery, Promise<void>>();
  const pause = createPause();
  let stopped = false;
  let called = false;
  let looking: Promise<void> | undefined;

  const report = (error: unknown) => log.error("outbox-error", describeError(error));

  const look = async () => {
    while (!stopped && held.size < atOnce && !pause.lasts()) {
      const leased = await store.write((tx) => lease(tx, atOnce - held.size, leaseSpan));
      if (leased.length === 0) return;
      for (const delivery of leased) {
        const done = attempt(options, delivery, pause).then(() => {
          held.delete(delivery);
          if (held.size <= atOnce / 2) wake();
        });
        held.set(delivery, done);
      }
    }
  };

  const wake = () => {
    called = true;
    if (!stopped) looking ??= lookUntilQuiet();
  };

  const lookUntilQuiet = async () => {
    while (called && !stopped) {
      called = false;
      await look().catch(report);
    }
    looking = undefined;
  };

  const looks = setInterval(wake, betweenLooks);
  const renewals = setInterval(() => {
    if (held.size > 0) store.write((tx) => renew(tx, [...held.keys()], leaseSpan)).catch(report);
  }, leaseSpan / 3);
  wake();

  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(looks);
      await looking;
      await Promise.race([Promise.all(held.values()), new Promise((late) => setTimeout(late, longestEnd).unref())]);
      clearInterval(renewals);
      transport.close();
    },
  };
}
