import type { Fields } from "../log/logger.ts";
import type { ChannelName, Delivery } from "../store/outbox.ts";
import type { Settled } from "../store/settle.ts";
import type { Pace } from "./pace.ts";

/** A way out of the outbox: the ledger, its leases and what is recorded are the same for all. */
export interface Channel {
  name: ChannelName;
  /** What one delivery is called in the log. */
  noun: "mail" | "webhook";
  /** What the log says beside a failure. */
  facts: Fields;
  /**
   * Whether it has something to do before it is its turn: then more are leased than may be sent at once, so that nothing
   * waits for the store while it could be sent.
   */
  prepares: boolean;
  /** Makes one attempt at a leased delivery. Never throws. */
  attempt(delivery: Delivery, attempting: Attempting): Promise<Attempted>;
  /** Ends what is under way. */
  close(): void;
}

export interface Attempting {
  pace: Pace;
  /** Waits until it may be sent. */
  turn(): Promise<Turn>;
  /** Aborted where the service ends: an attempt under way ends too. */
  ending: AbortSignal;
}

/**
 * `now`: it may be sent as it was prepared. `late`: it has waited, so that whoever wanted it then may not any more: it is to be
 * prepared anew. `never`: it is not to be sent by this lease, and goes back as {@link notBegun}.
 */
export type Turn = "now" | "late" | "never";

/** What came of an attempt, and what a mail told. */
export type Attempted = Pick<Settled, "outcome" | "telling">;

/** The outcome of an attempt whose turn never came: the next lease takes it up. */
export const notBegun: Attempted = { outcome: { state: "queued", outcome: "not begun", delay: 0 } };
