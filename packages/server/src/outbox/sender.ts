import { describeError, type Logger } from "../log/logger.ts";
import { claim, type Delivery, newestPublish, renewLeases } from "../store/outbox.ts";
import { type Outcome, type Settled, settle } from "../store/settle.ts";
import type { Store } from "../store/store.ts";
import { minute, second } from "../time.ts";
import { type Channel, notBegun, type Turn } from "./channel.ts";
import { createPace, type PaceOptions } from "./pace.ts";

export interface Sender {
  /** Something was put in the outbox. */
  wake(): void;
  /** Ends: whatever was begun is recorded, as what was answered or as what was not, before this resolves. */
  stop(): Promise<void>;
}

export interface SenderOptions {
  store: Store;
  channel: Channel;
  log: Logger;
  pace: PaceOptions;
  /** Milliseconds that a lease lasts. It is renewed while its delivery is under way. Default one minute. */
  leaseSpan?: number | undefined;
  /** Milliseconds between looks at the outbox when nothing calls. Default one second. */
  lookInterval?: number | undefined;
  /** Whether anything may go out at all: after a restore they wait for the operator. Asked before each look. */
  mayGoOut(): Promise<boolean>;
}

/** Milliseconds for which what was prepared holds: whoever has left since is under way like any that was just sent. */
const fresh = second;

/** A claim is made once this part of all that may be under way is free. */
const claimsAtOnce = 4;

/** Milliseconds in which outcomes gather before they are recorded together. */
const gathering = 10;

/** Milliseconds until mails that were held back are tried again. */
const restAfterHeldBack = 5 * second;

/** How many milliseconds an end waits for answers. Docker kills after ten seconds. */
const longestEnd = 6 * second;

/** Sends what the outbox holds for one channel. */
export function startSender(options: SenderOptions): Sender {
  const { store, log, channel, leaseSpan = minute, lookInterval = second } = options;
  const held = new Map<Delivery, Promise<void>>();
  const ending = new AbortController();
  const pace = createPace(options.pace);
  const record = createRecorder(options, ending.signal);
  /** Of those that are under way: how many may be sent, and how many are prepared or wait for that. */
  let sending = 0;
  let early = 0;
  const waiting: ((turn: Turn) => void)[] = [];
  let stopped = false;
  let called = false;
  let looking: Promise<void> | undefined;

  const report = (error: unknown) => log.error("outbox-error", describeError(error));

  let asked: Promise<string | undefined> | undefined;
  /** Nothing of an older publish begins once there is a newer one. Those whose turn comes at once ask once. */
  const isAlive = async ({ kind, event }: Delivery): Promise<boolean> => {
    if (kind !== "notice") return true;
    asked ??= store.read(newestPublish).finally(() => {
      asked = undefined;
    });
    return (await asked) === event;
  };

  /** Lets those that wait be sent, as many as may. */
  const letSend = () => {
    while (waiting.length > 0 && (stopped || pace.room(sending) > 0)) waiting.shift()?.(stopped ? "never" : "now");
  };

  const send = async (delivery: Delivery) => {
    let hasTurn = false;
    early++;
    const turn = async (): Promise<Turn> => {
      const began = performance.now();
      const may = await new Promise<Turn>((resolve) => {
        waiting.push((found) => {
          if (found !== "never") {
            hasTurn = true;
            early--;
            sending++;
            pace.begin();
          }
          resolve(found);
        });
        letSend();
      });
      try {
        if (may === "never" || !(await isAlive(delivery))) return "never";
        if (performance.now() - began < fresh) return may;
        return (await options.mayGoOut()) ? "late" : "never";
      } catch (error) {
        // What cannot be asked must not go out.
        report(error);
        return "never";
      }
    };
    const attempted = await channel.attempt(delivery, { pace, turn, ending: ending.signal });
    if (hasTurn) sending--;
    else early--;
    letSend();
    wake();
    // It stays held while it is recorded: a claim meanwhile must not take it for one that ran out.
    await record({ delivery, ...attempted }).catch(report);
    held.delete(delivery);
  };

  const look = async () => {
    while (!stopped && (await options.mayGoOut())) {
      const most = Math.max(0, pace.room(sending) + (channel.prepares ? pace.ahead() : 0) - early);
      const begun = sending + early;
      // A claim costs two writes to the disk, whatever it takes: a few at once are worth waiting for.
      if (most === 0 || (begun > 0 && most < (most + begun) / claimsAtOnce)) return;
      const asked = { channel: channel.name, most, span: leaseSpan, held: [...held.keys()] };
      const leased = await store.write((tx) => claim(tx, asked));
      if (!store.inStep()) return giveBack(leased);
      for (const delivery of leased) held.set(delivery, send(delivery));
      if (leased.length === 0) return;
    }
  };

  /** What cannot be noted apart from the database must not go out: a restored one would send it again. */
  const giveBack = async (leased: readonly Delivery[]) => {
    log.error(`${channel.noun}s-held-back`, {
      reason: "the file DATABASE-kept does not take what it must keep",
      [`${channel.noun}s`]: leased.length,
    });
    const outcome: Outcome = { state: "queued", outcome: "not kept apart", delay: restAfterHeldBack };
    await store.write((tx) =>
      settle(
        tx,
        leased.map((delivery) => ({ delivery, outcome })),
      ),
    );
  };

  const wake = () => {
    called = true;
    letSend();
    if (!stopped) looking ??= lookUntilQuiet();
  };

  const lookUntilQuiet = async () => {
    while (called && !stopped) {
      called = false;
      await look().catch(report);
    }
    looking = undefined;
  };

  const looks = setInterval(wake, lookInterval);
  const renewals = setInterval(() => {
    if (held.size > 0) store.write((tx) => renewLeases(tx, [...held.keys()], leaseSpan)).catch(report);
  }, leaseSpan / 3);
  wake();

  return {
    wake,
    stop: async () => {
      stopped = true;
      letSend();
      clearInterval(looks);
      await looking;
      const all = Promise.all(held.values());
      const late = new AbortController();
      await Promise.race([all, patience(longestEnd, late.signal)]);
      late.abort();
      // What is unanswered now ends, and is recorded like the rest.
      ending.abort();
      await all;
      clearInterval(renewals);
      channel.close();
    },
  };
}

/** Milliseconds between tries to record outcomes that the store did not take. */
const betweenRecords = second;

/** Records outcomes: those that come while one write is under way share the next. What a full disk refuses is kept and tried again. */
function createRecorder({ store, log, channel }: SenderOptions, ending: AbortSignal) {
  let waiting: (Settled & { delivery: Delivery })[] = [];
  let writing: Promise<void> | undefined;

  const write = async () => {
    const settled = waiting;
    waiting = [];
    writing = undefined;
    for (;;) {
      try {
        return tell(settled, await store.write((tx) => settle(tx, settled)));
      } catch (error) {
        if (ending.aborted) throw error;
        log.error("outcome-not-recorded", { ...describeError(error), [`${channel.noun}s`]: settled.length });
        await patience(betweenRecords, ending);
      }
    }
  };

  const tell = (settled: typeof waiting, kept: ReadonlySet<string>) => {
    for (const { delivery, outcome } of settled) {
      const { id, kind, fence, recipient } = delivery;
      const who = { delivery: id, recipient, attempt: fence };
      if (!kept.has(id)) log.warn("lease-lost", { kind, ...who });
      else if (outcome === notBegun.outcome) continue;
      else if (outcome.state === "sent") log.info(`${channel.noun}-sent`, { kind, ...who });
      else
        log.warn(`${channel.noun}-${outcome.state}`, {
          kind,
          outcome: outcome.outcome,
          ...channel.facts,
          ...who,
        });
    }
  };

  return (settled: Settled & { delivery: Delivery }): Promise<void> => {
    waiting.push(settled);
    writing ??= patience(gathering, ending).then(write);
    return writing;
  };
}

/** Waits; ends early where it is told to. Nothing of it is left at the signal, which lives as long as the sender. */
const patience = (span: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, span);
    signal.addEventListener("abort", end);
  });
