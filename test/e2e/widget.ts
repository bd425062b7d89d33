import type { Page } from "../browsers/page.ts";

/** An expression for the widget's shadow root. */
const root = `document.querySelector("trust-center").shadowRoot`;

const quote = (text: string) => JSON.stringify(text);

/** The widget on a page, as its reader handles it. */
export function widgetOn(page: Page) {
  const has = (selector: string) => `${root}?.querySelector(${quote(selector)})`;
  const see = (selector: string, words = "") => page.until(`${has(selector)}?.innerText.includes(${quote(words)})`);
  return {
    see,
    /** Waits until each of what was opened has what it opens with. */
    seeInEach: (selector: string, inner: string) =>
      page.until(
        `[...${root}.querySelectorAll(${quote(selector)})].every((one) => one.querySelector(${quote(inner)})) && Boolean(${has(selector)})`,
      ),
    sees: (selector: string) => page.evaluate<boolean>(`Boolean(${has(selector)})`),
    text: (selector: string) => page.evaluate<string>(`${has(selector)}?.innerText ?? ""`),
    count: (selector: string) => page.evaluate<number>(`${root}.querySelectorAll(${quote(selector)}).length`),
    press: async (selector: string) => {
      await page.until(has(selector));
      await page.evaluate(`${has(selector)}.click()`);
    },
    fill: async (selector: string, value: string) => {
      await page.until(has(selector));
      await page.evaluate(
        `((input) => { input.focus(); input.value = ${quote(value)}; input.dispatchEvent(new Event("input", { bubbles: true })); })(${has(selector)})`,
      );
    },
  };
}
