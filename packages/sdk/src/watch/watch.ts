import { linkedFrom, type Target } from "./chains.ts";
import type { Report } from "./finding.ts";
import { Hosts } from "./hosts.ts";
import { type Look, lookAt } from "./look.ts";
import { keepTold } from "./memory.ts";
import type { WatchOptions } from "./options.ts";
import { orAborted, pause, refuseAborted } from "./pause.ts";
import { checkVendors, type Vendor } from "./vendor.ts";

const hour = 60 * 60 * 1000;

/**
 * Watches vendors: a report for each vendor and round, as soon as it is there.
 *
 * What a report tells is remembered once the next one was asked for: a program that is killed while it handles one gets
 * it again, and none is lost. While a report is being handled at most `concurrency` further looks are made.
 *
 * @param vendors Their addresses and pins.
 * @throws {TrustCenterError} `aborted` where the signal ends it; `malformed` for an address or pin that cannot be one;
 *   `storage` where nothing can be remembered
 */
export async function* watch(
  vendors: Iterable<Vendor>,
  options: WatchOptions,
): AsyncGenerator<Report, void, undefined> {
  const targets = checkVendors(vendors).map((vendor): Target => ({ vendor, via: [] }));
  const { once = false, interval = hour, signal } = options;
  const hosts = new Hosts(options.perHost ?? 250);
  for (;;) {
    const began = performance.now();
    yield* round(targets, hosts, options);
    if (once) return;
    await pause(Math.max(0, began + interval - performance.now()), signal);
  }
}

/** One look at each vendor, and at those that their entries lead to. */
async function* round(
  targets: readonly Target[],
  hosts: Hosts,
  options: WatchOptions,
): AsyncGenerator<Report, void, undefined> {
  const { store, concurrency = 8, chains = 0 } = options;
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  const waiting = [...targets];
  const known = new Set(waiting.map(({ vendor }) => vendor.address));
  const looking = new Map<Target, Promise<{ target: Target; look: Look }>>();
  const remembering = new Set<Promise<void>>();
  // A look that nobody waits for any more must not end the process.
  const start = (target: Target) => {
    const look = lookAt(target.vendor, target.via, { ...options, signal }).finally(() =>
      hosts.release(target.vendor.address),
    );
    const found = look.then((look) => ({ target, look }));
    found.catch(() => {});
    looking.set(target, found);
  };
  try {
    while (waiting.length > 0 || looking.size > 0) {
      refuseAborted(signal);
      while (looking.size < concurrency) {
        const target = hosts.take(waiting, ({ vendor }) => vendor.address);
        if (!target) break;
        start(target);
      }
      const found = await nextLook(waiting, looking, concurrency, hosts, signal);
      if (!found) continue;
      looking.delete(found.target);
      const { report, told } = found.look;
      const linked = report.via.length < chains ? linkedFrom(report) : { targets: [], refused: [] };
      for (const link of linked.targets) {
        if (known.has(link.vendor.address)) continue;
        known.add(link.vendor.address);
        waiting.push(link);
      }
      yield report;
      if (told) remember(keepTold(store, report.vendor.address, told), remembering);
      yield* linked.refused;
    }
  } finally {
    // Whoever leaves the loop ends what is under way; what was told is written nevertheless.
    ended.abort();
    await Promise.all(remembering);
  }
}

/** The next look that is done; undefined where a host has become free instead. */
async function nextLook(
  waiting: readonly Target[],
  looking: ReadonlyMap<Target, Promise<{ target: Target; look: Look }>>,
  concurrency: number,
  hosts: Hosts,
  signal: AbortSignal | undefined,
) {
  const wait =
    looking.size < concurrency ? hosts.wait(waiting, ({ vendor }) => vendor.address) : Number.POSITIVE_INFINITY;
  const stop = new AbortController();
  const sooner = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const freed = Number.isFinite(wait) ? [pause(wait, sooner).then(() => undefined)] : [];
  for (const free of freed) free.catch(() => {});
  try {
    return await orAborted(Promise.race([...looking.values(), ...freed]), signal);
  } finally {
    stop.abort();
  }
}

/** Writes go on while the next report is handled; the end of the round waits for them, and says what failed. */
function remember(writing: Promise<void>, remembering: Set<Promise<void>>): void {
  remembering.add(writing);
  writing.then(
    () => remembering.delete(writing),
    () => {},
  );
}
