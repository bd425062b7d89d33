import type { Target } from "./chains.ts";
import type { Hosts } from "./hosts.ts";
import { type Look, lookAt } from "./look.ts";
import type { WatchOptions } from "./options.ts";
import { orAborted, pause, refuseAborted } from "./pause.ts";

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
  readonly #hosts: Hosts;
  readonly #options: WatchOptions;
  readonly #concurrency: number;

  constructor(targets: readonly Target[], hosts: Hosts, options: WatchOptions) {
    this.#waiting = [...targets];
    this.#known = new Set(targets.map(addressOf));
    this.#hosts = hosts;
    this.#options = options;
    this.#concurrency = options.concurrency ?? 8;
  }

  /** Takes targets up that were come to on the way. */
  add(targets: readonly Target[]): void {
    for (const target of targets) {
      if (this.#known.has(addressOf(target))) continue;
      this.#known.add(addressOf(target));
      this.#waiting.push(target);
    }
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
      const look = lookAt(target.vendor, target.via, this.#options);
      const done = look.finally(() => this.#hosts.release(addressOf(target))).then((look) => ({ target, look }));
      // A look that nobody waits for any more must not end the process.
      done.catch(() => {});
      this.#running.set(target, done);
    }
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
