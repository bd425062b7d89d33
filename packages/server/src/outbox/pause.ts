import { second } from "../time.ts";

/** A rest that grows while the mail server is out of reach, so that mails keep their turn and their attempts. */
export interface Pause {
  /** What the last attempt met. */
  note(outage: boolean): void;
  lasts(): boolean;
}

/** Milliseconds. A rest doubles with every failure. */
const firstRest = 200;
const longestRest = 30 * second;

export function createPause(): Pause {
  let failures = 0;
  let until = 0;
  return {
    note: (outage) => {
      failures = outage ? failures + 1 : 0;
      until = outage ? performance.now() + Math.min(longestRest, firstRest * 2 ** Math.min(failures - 1, 12)) : 0;
    },
    lasts: () => performance.now() < until,
  };
}
