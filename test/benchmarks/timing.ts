import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median } from "./median.ts";

/** Turns before the first measured one. */
const warmUps = 3;

/**
 * Median milliseconds of some pieces of work, by name. They take turns, so that what else the machine does meets them
 * all alike.
 */
export async function timeInTurns<Name extends string>(
  work: Readonly<Record<Name, () => unknown>>,
  turns: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(work) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let turn = -warmUps; turn < turns; turn++) {
    for (const name of names) {
      const took = await time(work[name]);
      if (turn >= 0) times[name].push(took);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<Name, number>;
}

/** One turn's milliseconds. Garbage of the turn before is nobody's cost. */
async function time(work: () => unknown): Promise<number> {
  collectGarbage();
  const start = performance.now();
  await work();
  return performance.now() - start;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
