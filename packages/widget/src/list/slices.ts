/** Milliseconds of one slice of work: the page answers between two. */
const slice = 5;

/** Does work in slices until it says that it is done, or the signal ends it. */
export function inSlices(work: () => boolean, signal: AbortSignal): void {
  // A message arrives at once; a nested timer waits four milliseconds (HTML §8.6).
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const end = performance.now() + slice;
    let more = !signal.aborted;
    while (more && performance.now() < end) more = work();
    if (more) port2.postMessage(0);
    else port1.close();
  };
  port2.postMessage(0);
}
