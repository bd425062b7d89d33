/** The middle of some numbers; of an even count, the lower of the two. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** The medians of each member over some runs. A member that no run has is left out. */
export function medians<K extends string>(runs: readonly Partial<Record<K, number>>[]): Partial<Record<K, number>> {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run) as K[]))];
  const entries = names.map((name) => {
    const values = runs.map((run) => run[name]).filter((value) => value !== undefined);
    return [name, median(values as number[])] as const;
  });
  return Object.fromEntries(entries) as Partial<Record<K, number>>;
}
