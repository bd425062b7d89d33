import { TrustCenterError } from "@trust-center/feed";

/** Waits; the signal ends it. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return untilAborted(signal, (done) => {
    const timer = setTimeout(done, milliseconds);
    return () => clearTimeout(timer);
  });
}

/** What a promise gives, or the error `aborted` as soon as the signal says so: not everyone heeds a signal. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return untilAborted<T>(signal, (done, failed) => {
    promise.then(done, failed);
    return () => {};
  });
}

/** @throws {TrustCenterError} `aborted` */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(signal);
}

function untilAborted<T>(
  signal: AbortSignal | undefined,
  start: (done: (value: T) => void, failed: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(aborted(signal));
    const stop = start(
      (value) => {
        signal?.removeEventListener("abort", end);
        resolve(value);
      },
      (error) => {
        signal?.removeEventListener("abort", end);
        reject(error);
      },
    );
    const end = () => {
      stop();
      reject(aborted(signal));
    };
    signal?.addEventListener("abort", end, { once: true });
  });
}

const aborted = (signal: AbortSignal | undefined) =>
  new TrustCenterError("aborted", "The caller ended the watch.", {}, { cause: signal?.reason });
