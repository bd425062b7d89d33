/** A rest that grows while the mail server is out of reach, so that mails keep their turn and their attempts. */
export interface Pause {
  /** What the last attempt met. */
  note(outage: boolean): void;
  lasts(): boolean;
}

const longest = 30_000;

export function createPause(): Pause {
  let failures = 0;
  let until = 0;
  return {
    note: (outage) => {
      failures = outage ? failures + 1 : 0;
      until = outage ? performance.now() + Math.min(longest, 100 * 2 ** Math.min(failures, 12)) : 0;
    },
    lasts: () => performance.now() < until,
  };
}
