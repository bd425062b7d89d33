import { type Found, type Random, type Size, scenarios } from "./scenarios.ts";

/** A scenario, what it found, and what of it must not be. */
export interface Row extends Found {
  name: string;
  problems: string[];
}

interface Run {
  size: Size;
  random: Random;
  only?: string;
  tell?: (row: Row) => void;
}

/** Runs scenarios one after the other. */
export async function runAll({ size, random, only = "", tell }: Run): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, run } of scenarios.filter((one) => one.name.includes(only))) {
    const found = await run(size, random);
    const problems = [
      ...found.wrong,
      ...(found.lost > 0 ? [`${found.lost} lost`] : []),
      ...(found.duplicates > found.promised ? ["more duplicates than promised"] : []),
    ];
    const row = { ...found, name, problems };
    rows.push(row);
    tell?.(row);
  }
  return rows;
}

/** Mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
