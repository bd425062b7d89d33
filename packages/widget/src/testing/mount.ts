import "../define.ts";
import type { TrustCenterElement } from "../element/trust-center.ts";
import type { ServedVendor } from "./served-vendor.ts";

/** Puts a widget on the page and waits until it has decided what to show. */
export async function mount(
  vendor: Pick<ServedVendor, "address" | "pin">,
  { pinned = true, lang = "en", witnesses }: { pinned?: boolean; lang?: string; witnesses?: string } = {},
): Promise<TrustCenterElement> {
  const element = document.createElement("trust-center");
  element.lang = lang;
  element.feed = vendor.address;
  if (pinned) element.pin = vendor.pin;
  element.witnesses = witnesses;
  const decided = new Promise<void>((resolve) => {
    element.addEventListener("trust-center-load", () => resolve());
    element.addEventListener("trust-center-refuse", () => resolve());
  });
  history.replaceState(null, "", location.pathname + location.search);
  document.body.replaceChildren(element);
  await decided;
  await element.updateComplete;
  return element;
}

/** Finds in the widget; fails where there is nothing. */
export function find<T extends HTMLElement = HTMLElement>(element: TrustCenterElement, selector: string): T {
  const found = findAll<T>(element, selector)[0];
  if (!found) throw new Error(`Nothing in the widget matches ${selector}`);
  return found;
}

export const findAll = <T extends HTMLElement = HTMLElement>(element: TrustCenterElement, selector: string): T[] => [
  ...(element.shadowRoot as ShadowRoot).querySelectorAll<T>(selector),
];

/** Parts that unfold and are marked by the browser, or not by the chevron of all others. */
export const unmarkedFolds = (element: TrustCenterElement): string[] =>
  findAll(element, "summary")
    .filter((one) => !one.querySelector(".chevron") || getComputedStyle(one).display === "list-item")
    .map(({ textContent }) => textContent);

/** All text that a reader sees. */
export const textOf = (element: TrustCenterElement): string => find(element, ".root").textContent;

/** Waits until the parts that come later are there and have rendered. */
export async function settled(element: TrustCenterElement): Promise<void> {
  await until(() => findAll(element, "trust-center-history section").length > 0);
  await element.updateComplete;
}

/** Waits until all who asked for sizes were told how large an element is by now, and have placed what hangs on it. */
export const sized = (element: Element): Promise<void> =>
  new Promise((placed) => {
    // Whoever observes later is told later: https://drafts.csswg.org/resize-observer/#broadcast-active-observations
    const observer = new ResizeObserver(() => {
      observer.disconnect();
      // The element places in the frame after.
      requestAnimationFrame(() => setTimeout(placed));
    });
    observer.observe(element);
  });

/** Waits for something to become true. How long it takes decides nothing: only never is a failure. */
export async function until(condition: () => boolean, seconds = 15): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
