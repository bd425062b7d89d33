/** Milliseconds. */
const day = 24 * 60 * 60 * 1000;

/** Whole days between two times, never negative. */
export const daysBetween = (from: number, to: number): number => Math.max(0, Math.floor((to - from) / day));
