import { setImmediate as turn } from "node:timers/promises";

/** How many of many are worked on in one turn of the event loop: some tens of milliseconds, in which nobody else is answered. */
const perSlice = 200;

/** Works on many in slices, and lets requests be answered between them. */
export async function inSlices<T>(all: readonly T[], work: (slice: readonly T[]) => unknown): Promise<void> {
  for (let at = 0; at < all.length; at += perSlice) {
    if (at > 0) await turn();
    await work(all.slice(at, at + perSlice));
  }
}
