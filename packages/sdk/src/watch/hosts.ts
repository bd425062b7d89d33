/** Sees that never two chains of requests go to one host, and that there is a pause between them. */
export class Hosts {
  readonly #pause: number;
  /** When a host may be asked again; infinite while it is asked. */
  readonly #free = new Map<string, number>();

  constructor(pause: number) {
    this.#pause = pause;
  }

  /** Takes the first that may be looked at now out of a list. */
  take<T>(waiting: T[], addressOf: (item: T) => string): T | undefined {
    const now = performance.now();
    const at = waiting.findIndex((item) => (this.#free.get(hostOf(addressOf(item))) ?? 0) <= now);
    if (at < 0) return undefined;
    const [item] = waiting.splice(at, 1);
    if (item !== undefined) this.#free.set(hostOf(addressOf(item)), Number.POSITIVE_INFINITY);
    return item;
  }

  /**
   * The host was asked for the last time by one that was taken.
   *
   * @param rest Milliseconds for which it wants to be left alone.
   */
  release(address: string, rest = 0): void {
    this.#free.set(hostOf(address), performance.now() + Math.max(this.#pause, rest));
  }

  /** Milliseconds until one of those that wait may go; infinite while none can before another is released. */
  wait<T>(waiting: readonly T[], addressOf: (item: T) => string): number {
    const times = waiting.map((item) => this.#free.get(hostOf(addressOf(item))) ?? 0);
    return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...times) - performance.now());
  }
}

const hostOf = (address: string): string => URL.parse(address)?.hostname ?? address;
