import { Window } from "happy-dom";

/** What Node has too, and a document works with its own alone. */
const own = ["Event", "CustomEvent", "EventTarget", "localStorage", "navigator"];

/** Gives this thread a document, as the widget's modules expect one. They run in it, and nothing of a page does. */
export function openDocument(url: string): void {
  const window = new Window({ url }) as unknown as Record<string, unknown>;
  for (const name of namesOf(window)) {
    if (name in globalThis && !own.includes(name)) continue;
    const value = window[name];
    // Classes are called with `new`, functions as the window's.
    const isFunction = typeof value === "function" && /^[a-z]/.test(name);
    const options = { configurable: true, writable: true, value: isFunction ? value.bind(window) : value };
    Object.defineProperty(globalThis, name, options);
  }
  Object.defineProperty(globalThis, "window", { configurable: true, value: window });
}

function namesOf(window: object): Set<string> {
  const names = new Set<string>();
  for (let of = window; of !== Object.prototype && of !== null; of = Object.getPrototypeOf(of)) {
    for (const name of Object.getOwnPropertyNames(of)) names.add(name);
  }
  return names;
}
