import { linkedFrom, type Target } from "./chains.ts";
import type { Report, ReportData } from "./finding.ts";
import { Hosts } from "./hosts.ts";
import { Looks } from "./looks.ts";
import { keepTold, recallTold, type WatchMemory } from "./memory.ts";
import type { WatchOptions } from "./options.ts";
import { pause } from "./pause.ts";
import { checkVendors, type Vendor } from "./vendor.ts";

const hour = 60 * 60 * 1000;

/**
 * Watches vendors: a report for each vendor and round, as soon as it is there.
 *
 * What a report tells is remembered once the next one was asked for, or its `handled` was called: a program that is killed
 * while it handles one gets it again, and none is lost. Leaving the loop is not handling: a loop that is left by `break`
 * and one that is left by an error look the same from here. While a report is being handled at most `concurrency` further
 * looks are made.
 *
 * Vendors with a window that is open are looked at first, those that were not reached the last time last.
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
    yield* round(await byUrgency(targets, options), hosts, options);
    if (once) return;
    await pause(Math.max(0, began + interval - performance.now()), signal);
  }
}

/** Those with a window that is open come first, by its deadline; those that were not reached, last. */
async function byUrgency(
  targets: readonly Target[],
  { store, now = Date.now }: WatchOptions,
): Promise<readonly Target[]> {
  const at = now();
  const rank = async (target: Target) => {
    // A memory that cannot be read is told by the look.
    const told = await recallTold(store, target.vendor.address).catch(() => undefined);
    return { target, rank: told?.failing ? Number.POSITIVE_INFINITY : nextDeadline(told, at) };
  };
  const ranked = await Promise.all(targets.map(rank));
  return ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank)).map(({ target }) => target);
}

/** The nearest deadline that was not over, milliseconds since 1970. */
function nextDeadline(told: WatchMemory | undefined, at: number): number {
  const ends = Object.values(told?.open ?? {})
    .flatMap(({ deadline, segments = [] }) => [deadline, ...segments.map((segment) => segment.deadline)])
    .map((deadline) => Date.parse(deadline ?? "") + 1000);
  return Math.min(Number.MAX_VALUE, ...ends.filter((end) => end > at));
}

/** One look at each vendor, and at those that their entries lead to. */
async function* round(
  targets: readonly Target[],
  hosts: Hosts,
  options: WatchOptions,
): AsyncGenerator<Report, void, undefined> {
  const { store, chains = 0, confirm = false } = options;
  const ended = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ended.signal]) : ended.signal;
  const looks = new Looks(targets, hosts, { ...options, signal });
  const remembering = new Remembering();
  try {
    for (let look = await looks.next(); look; look = await looks.next()) {
      const { report, told } = look;
      const linked = report.via.length < chains ? linkedFrom(report) : { targets: [], refused: [] };
      const contradictions = [...looks.seen(report), ...looks.add(linked.targets, report.at)];
      const handled = remembering.once(async () => {
        if (told) await keepTold(store, report.vendor.address, told);
      });
      yield { ...report, handled };
      if (!confirm) handled().catch(() => {});
      yield* linked.refused.map(withNothingToKeep);
      yield* contradictions.map(withNothingToKeep);
      remembering.refuseFailed();
    }
  } finally {
    // Whoever leaves the loop ends what is under way; what was told is written nevertheless.
    ended.abort();
    await remembering.all();
  }
}

const withNothingToKeep = (report: ReportData): Report => ({ ...report, handled: async () => {} });

/** Writes that go on while the next report is handled. */
class Remembering {
  readonly #writing = new Set<Promise<void>>();
  #failed: { error: unknown } | undefined;

  /** A write that is made when it is first asked for. */
  once(write: () => Promise<void>): () => Promise<void> {
    let written: Promise<void> | undefined;
    return () => {
      written ??= this.#follow(write());
      return written;
    };
  }

  /** @throws what a write failed with: what cannot be remembered must not go on being told */
  refuseFailed(): void {
    if (this.#failed) throw this.#failed.error;
  }

  /** Waits for all of them, and throws what one failed with. */
  async all(): Promise<void> {
    await Promise.allSettled(this.#writing);
    this.refuseFailed();
  }

  #follow(writing: Promise<void>): Promise<void> {
    this.#writing.add(writing);
    writing.then(
      () => this.#writing.delete(writing),
      (error: unknown) => {
        this.#failed ??= { error };
      },
    );
    return writing;
  }
}
