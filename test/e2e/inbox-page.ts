import type { Page } from "../browsers/page.ts";

/** An expression for the inbox's shadow root. */
export const inboxRoot = `document.querySelector("trust-center-inbox").shadowRoot`;

/** The inbox on a page, as the privacy team handles it. */
export function inboxOn(page: Page) {
  const find = (selector: string) => `${inboxRoot}.querySelector(${JSON.stringify(selector)})`;
  return {
    find,
    see: (what: string) =>
      page.until(`${inboxRoot}.querySelector(".root").innerText.includes(${JSON.stringify(what)})`),
    press: (selector: string) => page.evaluate(`(${find(selector)}.click(), true)`),
    /** Writes into a field as a browser does. */
    write: (selector: string, value: string) =>
      page.evaluate(
        `((field) => { field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event("input", { bubbles: true })); return true })(${find(selector)})`,
      ),
  };
}
