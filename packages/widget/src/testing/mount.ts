import "../define.ts";
import type { TrustCenterElement } from "../element/trust-center.ts";

/** Puts a widget on the page and waits until it has decided what to show. */
export async function mount(
  { address }: { address: string },
  { pin, lang = "en" }: { pin?: string; lang?: string },
): Promise<TrustCenterElement> {
  document.body.replaceChildren();
  const element = document.createElement("trust-center");
  element.lang = lang;
  element.feed = address;
  if (pin !== undefined) element.pin = pin;
  const decided = new Promise<void>((resolve) => {
    element.addEventListener("trust-center-load", () => resolve());
    element.addEventListener("trust-center-refuse", () => resolve());
  });
  document.body.append(element);
  await decided;
  await element.updateComplete;
  return element;
}

export const root = (element: TrustCenterElement): ShadowRoot => element.shadowRoot as ShadowRoot;

/** Waits until the parts that come later are there and have rendered. */
export async function settled(element: TrustCenterElement): Promise<void> {
  await until(() => root(element).querySelector("trust-center-history section") !== null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await element.updateComplete;
}

/** Waits for something to become true; fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`Waited for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
