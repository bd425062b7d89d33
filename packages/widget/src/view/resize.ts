/**
 * Calls in the frame after an element has a new size, and once at first, where the platform tells of it. Returns what ends it. Not
 * in the same frame: what changes sizes while they are told is an error on the page (“ResizeObserver loop”).
 */
export function onResize(element: Element, then: () => void): () => void {
  if (!globalThis.ResizeObserver) return () => {};
  let frame = 0;
  const forget = () => cancelAnimationFrame(frame);
  const observer = new ResizeObserver(() => {
    forget();
    frame = requestAnimationFrame(then);
  });
  observer.observe(element);
  return () => {
    observer.disconnect();
    forget();
  };
}
