/** Calls whenever an element has a new size, and once at first, where the platform tells of it. Returns what ends it. */
export function onResize(element: Element, then: () => void): () => void {
  if (!globalThis.ResizeObserver) return () => {};
  const observer = new ResizeObserver(then);
  observer.observe(element);
  return () => observer.disconnect();
}
