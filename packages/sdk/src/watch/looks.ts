import { failedReport, type Target } from "./chains.ts";
import type { Report } from "./finding.ts";
import type { Hosts } from "./hosts.ts";
import { type Look, lookAt } from "./look.ts";
import type { WatchOptions } from "./options.ts";
import { orAborted, pause, refuseAborted } from "./pause.ts";
import { itself, ownList, Pins } from "./pins.ts";
import type { Vendor } from "./vendor.ts";

interface Done {
  target: Target;
  look: Look;
}

const addressOf = ({ vendor }: Target): string => vendor.address;

/** The looks of one round: so many at a time, one at a host, each address once. */
export class Looks {
  readonly #waiting: Target[];
  readonly #known: Set<string>;
  readonly #running = new Map<Target, Promise<Done>>();
  readonly #pins = new Pins();
  readonly #hosts: Hosts;
  readonly #options: WatchOptions;
  readonly #concurrency: number;

  constructor(targets: readonly Target[], hosts: Hosts, options: WatchOptions) {
    this.#waiting = [...targets];
    this.#known = new Set(targets.map(addressOf));
    for (const { vendor } of targets) {
      if (vendor.pin !== undefined) this.#pins.state(vendor.address, { pin: vendor.pin, by: ownList });
    }
    this.#hosts = hosts;
    this.#options = options;
    this.#concurrency = options.concurrency ?? 8;
  }

  /**
   * Takes targets up that were come to on the way. The first pin stated for a feed counts, that of the list of vendors
   * before all; each other one comes back as a failed report.
   */
  add(targets: readonly Target[], at: string): Report[] {
    return targets.flatMap((target) => {
      const address = addressOf(target);
      const { pin } = target.vendor;
      const stated = pin === undefined ? undefined : { pin, by: target.via.at(-1) ?? ownList };
      const problem = stated && this.#pins.state(address, stated);
      if (!this.#known.has(address)) this.#waiting.push(target);
      this.#known.add(address);
      return problem ? [failedReport(target, at, problem)] : [];
    });
  }

  /** A feed that was seen without a pin, while another's entry stated one that is not its own. */
  seen({ vendor, via, center, at }: Report): Report[] {
    if (vendor.pin !== undefined || !center) return [];
    const problem = this.#pins.state(vendor.address, { pin: center.pin, by: itself });
    return problem ? [failedReport({ vendor, via }, at, problem)] : [];
  }

  /**
   * The next look that is done; undefined when all are. Between two calls nothing new starts.
   *
   * @throws {TrustCenterError} `aborted`
   */
  async next(): Promise<Look | undefined> {
    const { signal } = this.#options;
    while (this.#waiting.length > 0 || this.#running.size > 0) {
      refuseAborted(signal);
      this.#fill();
      const done = await this.#first(signal);
      if (!done) continue;
      this.#running.delete(done.target);
      return done.look;
    }
    return undefined;
  }

  #fill(): void {
    while (this.#running.size < this.#concurrency) {
      const target = this.#hosts.take(this.#waiting, addressOf);
      if (!target) return;
      const look = lookAt(this.#pinned(target), target.via, this.#options);
      const done = look.finally(() => this.#hosts.release(addressOf(target))).then((look) => ({ target, look }));
      // A look that nobody waits for any more must not end the process.
      done.catch(() => {});
      this.#running.set(target, done);
    }
  }

  /** Of two entries that lead to one feed the second may be the one that states its pin. */
  #pinned({ vendor, via }: Target): Vendor {
    if (vendor.pin !== undefined || via.length === 0) return vendor;
    return { ...vendor, pin: this.#pins.of(vendor.address) };
  }

  /** The first look that is done; undefined where a host has become free instead. */
  async #first(signal: AbortSignal | undefined): Promise<Done | undefined> {
    const isFull = this.#running.size >= this.#concurrency;
    const wait = isFull ? Number.POSITIVE_INFINITY : this.#hosts.wait(this.#waiting, addressOf);
    const stop = new AbortController();
    const freed = Number.isFinite(wait) ? [pause(wait, stop.signal).then(() => undefined)] : [];
    for (const free of freed) free.catch(() => {});
    try {
      return await orAborted(Promise.race([...this.#running.values(), ...freed]), signal);
    } finally {
      stop.abort();
    }
  }
}
