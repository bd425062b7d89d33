import { failedReport, type Target } from "./chains.ts";
import type { ReportData } from "./finding.ts";
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

interface Running {
  done: Promise<Done>;
  /** When it began to keep others waiting for long, on the clock of `performance`. */
  slowFrom: number;
}

/** Milliseconds after which a look no longer keeps others from being made. */
const usualPatience = 500;
/** Looks that may be slow at one time, beside those that are not: each is a socket that waits. */
const mostSlow = 256;
/** Milliseconds for which a server that says when to come again is waited with in the same round. */
const shortRest = 60_000;

const addressOf = ({ vendor }: Target): string => vendor.address;

/** The looks of one round: so many at a time, one at a host, each address once; those that are slow beside them. */
export class Looks {
  readonly #waiting: Target[];
  readonly #known: Set<string>;
  readonly #running = new Map<Target, Running>();
  /** Those that were put off once: a server may not put its monitor off for ever. */
  readonly #putOff = new Set<string>();
  readonly #pins = new Pins();
  readonly #hosts: Hosts;
  readonly #options: WatchOptions;
  readonly #concurrency: number;
  readonly #patience: number;

  constructor(targets: readonly Target[], hosts: Hosts, options: WatchOptions) {
    this.#waiting = [...targets];
    this.#known = new Set(targets.map(addressOf));
    for (const { vendor } of targets) {
      if (vendor.pin !== undefined) this.#pins.state(vendor.address, { pin: vendor.pin, by: ownList });
    }
    this.#hosts = hosts;
    this.#options = options;
    this.#concurrency = options.concurrency ?? 8;
    this.#patience = options.patience ?? usualPatience;
  }

  /**
   * Takes targets up that were come to on the way. The first pin stated for a feed counts, that of the list of vendors
   * before all; each other one comes back as a failed report.
   */
  add(targets: readonly Target[], at: string): ReportData[] {
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
  seen({ vendor, via, center, at }: ReportData): ReportData[] {
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
      if (!this.#putsOff(done)) return done.look;
    }
    return undefined;
  }

  #fill(): void {
    while (this.#hasRoom()) {
      const target = this.#hosts.take(this.#waiting, addressOf);
      if (!target) return;
      const look = lookAt(this.#pinned(target), target.via, this.#options);
      const done = look
        .then((look) => {
          this.#hosts.release(addressOf(target), this.#restAfter(look, target));
          return { target, look };
        })
        .catch((error: unknown) => {
          this.#hosts.release(addressOf(target));
          throw error;
        });
      // A look that nobody waits for any more must not end the process.
      done.catch(() => {});
      this.#running.set(target, { done, slowFrom: performance.now() + this.#patience });
    }
  }

  #hasRoom(): boolean {
    const now = performance.now();
    const slow = [...this.#running.values()].filter(({ slowFrom }) => slowFrom <= now).length;
    return this.#running.size - slow < this.#concurrency && this.#running.size < this.#concurrency + mostSlow;
  }

  /** Milliseconds for which a server wants to be left alone before it is asked again in this round. */
  #restAfter({ report }: Look, target: Target): number {
    if (this.#putOff.has(addressOf(target))) return 0;
    const rests = report.findings.map((finding) => ("evidence" in finding ? restOf(finding.evidence) : 0));
    const rest = Math.max(0, ...rests);
    return rest <= shortRest ? rest : 0;
  }

  /** Whether a vendor that was busy is looked at again in this round instead of being told. */
  #putsOff({ target, look }: Done): boolean {
    if (this.#restAfter(look, target) === 0) return false;
    this.#putOff.add(addressOf(target));
    this.#waiting.push(target);
    return true;
  }

  /** Of two entries that lead to one feed the second may be the one that states its pin. */
  #pinned({ vendor, via }: Target): Vendor {
    if (vendor.pin !== undefined || via.length === 0) return vendor;
    return { ...vendor, pin: this.#pins.of(vendor.address) };
  }

  /** The first look that is done; undefined where there is room for another instead. */
  async #first(signal: AbortSignal | undefined): Promise<Done | undefined> {
    const now = performance.now();
    const running = [...this.#running.values()];
    const isFull = !this.#hasRoom();
    const turns = running.map(({ slowFrom }) => slowFrom - now).filter((wait) => wait > 0);
    const wait = isFull
      ? Math.min(Number.POSITIVE_INFINITY, ...(running.length < this.#concurrency + mostSlow ? turns : []))
      : this.#hosts.wait(this.#waiting, addressOf);
    const stop = new AbortController();
    const isWorth = this.#waiting.length > 0 && Number.isFinite(wait);
    const freed = isWorth ? [pause(wait, stop.signal).then(() => undefined)] : [];
    for (const free of freed) free.catch(() => {});
    try {
      return await orAborted(Promise.race([...running.map(({ done }) => done), ...freed]), signal);
    } finally {
      stop.abort();
    }
  }
}

const restOf = (evidence: unknown): number => {
  const { retryIn } = (evidence ?? {}) as { retryIn?: unknown };
  return typeof retryIn === "number" ? retryIn : 0;
};
