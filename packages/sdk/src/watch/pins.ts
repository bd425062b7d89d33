import { TrustCenterError } from "@trust-center/feed";

/** A pin that somebody states for a feed. */
export interface Statement {
  pin: string;
  /** The address of the feed whose entry states it; {@link ownList} or {@link itself}. */
  by: string;
}

/** Who watches states it. */
export const ownList = "the list of vendors";
/** The feed was seen without a pin, and has this one. */
export const itself = "the feed itself";

/** What is stated of feeds in one round. Lists state theirs first: no entry of another's feed can take their place. */
export class Pins {
  readonly #stated = new Map<string, Statement>();

  /** The pin that counts for a feed. */
  of(address: string): string | undefined {
    return this.#stated.get(address)?.pin;
  }

  /** Takes a statement up. The error where another was there first, and says otherwise. */
  state(address: string, statement: Statement): TrustCenterError | undefined {
    const first = this.#stated.get(address);
    if (!first) this.#stated.set(address, statement);
    if (!first || first.pin === statement.pin) return undefined;
    return new TrustCenterError(
      "pin-mismatch",
      `Expected one pin for ${address}, found ${first.pin} stated by ${first.by}, and ${statement.pin} stated by ${statement.by}.`,
      { feed: address, pins: [first, statement] },
    );
  }
}
