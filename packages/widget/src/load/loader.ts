import { browserStore, LoadError, loadView, TrustCenterError } from "@trust-center/sdk";
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Phase } from "../view/phase.ts";

/** What to load. */
export interface Target {
  readonly feed: string;
  readonly pin: string | undefined;
}

/** Nothing moves before this many milliseconds: most lists are there by then. */
const patience = 300;

/** Loads a feed for an element, and tells where that stands. A new target ends the load under way. */
export class Loader implements ReactiveController {
  phase: Phase = { is: "loading", slow: false };
  readonly #host: ReactiveControllerHost;
  readonly #settled: (phase: Phase) => void;
  #running: AbortController | undefined;

  constructor(host: ReactiveControllerHost, settled: (phase: Phase) => void) {
    this.#host = host;
    this.#settled = settled;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#running?.abort();
  }

  /** @param before What must be there too before anything is shown. It does not delay the fetch. */
  async load({ feed, pin }: Target, before: Promise<unknown>): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#move({ is: "loading", slow: false });
    const slow = setTimeout(() => this.#move({ is: "loading", slow: true }), patience);
    try {
      const address = new URL(feed, document.baseURI);
      const center = await loadView(address, { pin, store: browserStore(), signal: running.signal });
      await before;
      if (!running.signal.aborted) this.#settle({ is: "shown", center, now: Date.now() });
    } catch (cause) {
      if (!running.signal.aborted) this.#settle({ is: "refused", error: toLoadError(cause), now: Date.now() });
    } finally {
      clearTimeout(slow);
    }
  }

  #settle(phase: Phase): void {
    this.#move(phase);
    this.#settled(phase);
  }

  #move(phase: Phase): void {
    this.phase = phase;
    this.#host.requestUpdate();
  }
}

function toLoadError(cause: unknown): LoadError {
  if (cause instanceof LoadError) return cause;
  const problem =
    cause instanceof TrustCenterError
      ? cause
      : new TrustCenterError("malformed", "Expected the address of a feed.", { found: "" }, { cause });
  return new LoadError(problem, undefined);
}
