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
  /** Makes one attempt at a leased delivery. Never throws. */
  attempt(delivery: Delivery, attempting: Attempting): Promise<Attempted>;
  /** Ends what is under way. */
  close(): void;
}

export interface Attempting {
  pace: Pace;
  /** Aborted where the service ends: an attempt under way ends too. */
  ending: AbortSignal;
}

/** What came of an attempt, and what a mail told. */
export type Attempted = Pick<Settled, "outcome" | "telling">;
