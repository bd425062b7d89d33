/** Does something once the browser has nothing else to do; Safari, which does not say so, after a second. */
export function whenIdle(work: () => void): void {
  const idle: typeof requestIdleCallback | undefined = globalThis.requestIdleCallback;
  if (idle) idle(work);
  else setTimeout(work, 1000);
}
