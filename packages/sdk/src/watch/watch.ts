import { linkedFrom, type Target } from "./chains.ts";
import type { Report } from "./finding.ts";
import { Hosts } from "./hosts.ts";
import { Looks } from "./looks.ts";
import { keepTold } from "./memory.ts";
import type { WatchOptions } from "./options.ts";
import { pause } from "./pause.ts";
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
  const { store, chains = 0 } = options;
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  const looks = new Looks(targets, hosts, { ...options, signal });
  const remembering = new Set<Promise<void>>();
  try {
    for (let look = await looks.next(); look; look = await looks.next()) {
      const { report, told } = look;
      const linked = report.via.length < chains ? linkedFrom(report) : { targets: [], refused: [] };
      const contradictions = [...looks.seen(report), ...looks.add(linked.targets, report.at)];
      yield report;
      if (told) remember(keepTold(store, report.vendor.address, told), remembering);
      yield* linked.refused;
      yield* contradictions;
    }
  } finally {
    // Whoever leaves the loop ends what is under way; what was told is written nevertheless.
    ended.abort();
    await Promise.all(remembering);
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
