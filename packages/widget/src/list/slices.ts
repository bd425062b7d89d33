/** Milliseconds of one slice of work: the page answers between two. */
const slice = 8;

/** Calls a function as a task of its own. */
export type Next = (step: () => void) => void;

/**
 * Does work in slices until it says that it is done, or a signal ends it.
 *
 * @param next When each slice runs: as soon as it can, unless said otherwise.
 */
export function inSlices(work: () => boolean, signal?: AbortSignal, next: Next = soon): void {
  next(() => {
    const end = performance.now() + slice;
    let more = !signal?.aborted;
    while (more && performance.now() < end) more = work();
    if (more) inSlices(work, signal, next);
  });
}

/** A message arrives at once; a nested timer waits four milliseconds (HTML §8.6). */
const soon: Next = (step) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    step();
  };
  port2.postMessage(0);
};
