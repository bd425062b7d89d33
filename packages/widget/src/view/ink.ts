import { onResize } from "./resize.ts";

/** Roots whose page's text colour is followed. */
const followed = new WeakSet<Element>();

/**
 * Follows the page's text colour: where that is light the page is dark, whether it says so by `color-scheme` or not. The
 * controls of the browser's own, and an accent that the page gave for one of its themes, are made to hold on it.
 *
 * The end of a transition is the one thing that tells of a change; of one while nothing was shown, that it is shown again.
 */
export function followInk(shadow: ParentNode): void {
  const root = shadow.querySelector<HTMLElement>(".root");
  if (!root || followed.has(root)) return;
  followed.add(root);
  const probe = document.createElement("i");
  probe.className = "ink";
  const look = () => {
    // What reads on the text colour: black on light ink, white on dark. Browsers without relative colours say `rgb(…)`.
    const [, lightness] = /^oklch\(([\d.]+)/.exec(getComputedStyle(probe).outlineColor) ?? [];
    if (lightness !== undefined) root.dataset.ink = Number(lightness) < 0.5 ? "light" : "dark";
  };
  probe.addEventListener("transitionend", look);
  root.append(probe);
  look();
  // Of one size wherever it is shown.
  onResize(probe, look);
}
