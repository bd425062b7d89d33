/** How large the next piece of some work is. */
export interface Pieces {
  readonly size: number;
  /** The last piece took so many milliseconds. */
  took(milliseconds: number): void;
}

export interface PiecesOptions {
  /** How large the first is, and the bounds of all. */
  first: number;
  least: number;
  most: number;
  /** Milliseconds that a piece shall take. */
  span: number;
}

/**
 * Sizes pieces by the time that the last one took: how many rows a machine writes in a moment is not known beforehand, and
 * hangs on what else it does. One that took too long makes the next smaller at once; they grow again slowly, for a single
 * long one may have waited for somebody else.
 */
export function createPieces({ first, least, most, span }: PiecesOptions): Pieces {
  let size = first;
  return {
    get size() {
      return size;
    },
    took: (milliseconds) => {
      const fits = milliseconds > 0 ? (size * span) / milliseconds : most;
      size = Math.round(Math.min(most, Math.max(least, Math.min(fits, size * growth))));
    },
  };
}

/** By how much a piece is larger than the last at most. */
const growth = 1.25;
