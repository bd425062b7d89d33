import { pinSchema, TrustCenterError } from "@trust-center/feed";
import { feedAddress } from "./address.ts";

/** A statement of a source other than the feed: where a vendor's feed is, and its pin. */
export interface Statement {
  feed: string;
  pin: string;
}

/** What one source says of a feed. */
export interface SourceCheck {
  source: "dns" | "security.txt";
  /** The name or address that was asked. */
  at: string;
  /**
   * `agrees`: it names this feed with this pin. `differs`: it names another pin for it, or another feed. `absent`: it
   * says nothing. `expired`: it says of itself that it is no longer valid. `unreachable`: nobody knows what it says.
   */
  outcome: "agrees" | "differs" | "absent" | "expired" | "unreachable";
  /** What it states, well-formed or not. */
  found: readonly (Statement | string)[];
  /** Why it is unreachable, or what is wrong with its form. */
  problem?: string;
}

/** What is compared with the sources. Without a pin only the address is. */
export interface Claim {
  feed: string;
  pin?: string | undefined;
}

/** A statement, checked; or the text as it stood, where it is none. */
export function toStatement(feed: string | undefined, pin: string | undefined, text: string): Statement | string {
  if (feed === undefined || pin === undefined || !pinSchema.safeParse(pin, { jitless: true }).success) return text;
  try {
    return { feed: feedAddress(feed), pin };
  } catch (error) {
    if (error instanceof TrustCenterError) return text;
    throw error;
  }
}

/**
 * Compares what a source states with the claim. Several statements are allowed, for several feeds and while a feed
 * moves: one that agrees is enough, unless another names a different pin for the same feed.
 */
export function outcomeOf(found: readonly (Statement | string)[], claim: Claim): SourceCheck["outcome"] {
  const statements = found.filter((one): one is Statement => typeof one !== "string");
  if (found.length === 0) return "absent";
  const same = statements.filter(({ feed }) => feed === claim.feed);
  if (same.length === 0) return "differs";
  return claim.pin === undefined || same.every(({ pin }) => pin === claim.pin) ? "agrees" : "differs";
}
