/*
 * A reader of the specification, written from docs/specification.md and packages/feed/schema alone: no code of packages/,
 * node:crypto for hashes and signatures, and nothing else. It prefers the text's own words to speed.
 */

/** How a reading ends that does not hold: a code of §6. */
export class Failure extends Error {
  readonly code: string;

  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }
}

export const fail = (code: string, message?: string): never => {
  throw new Failure(code, message);
};

/** Ends the reading where a condition does not hold. */
export function require(holds: unknown, code: string, message?: string): asserts holds {
  if (!holds) fail(code, message);
}
