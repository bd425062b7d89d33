import { render } from "lit";
import { icon } from "../view/icons.ts";

const made = new Map<string, Element>();

/** An icon as a node, for tables built by hand. */
export function strokes(name: Parameters<typeof icon>[0]): Node {
  let element = made.get(name);
  if (!element) {
    const fragment = document.createElement("div");
    render(icon(name), fragment);
    element = fragment.querySelector("svg") as Element;
    made.set(name, element);
  }
  return element.cloneNode(true);
}
