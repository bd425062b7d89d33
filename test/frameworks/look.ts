import type { Engine } from "../browsers/page.ts";

/** What a page showed: nothing is wrong where both are empty. */
export interface Seen {
  /** Why no verified list was seen. */
  missing: string;
  /** What the browser wrote to its console: errors, and violations of the policy. */
  errors: string[];
}

const element = `document.querySelector("trust-center")`;
const isVerified = `${element}.matches(":state(verified)") && ${element}.shadowRoot.textContent.includes("Verified")`;
/** What pages write that listen to the element: its event has reached the framework. */
const isTold = `[...document.querySelectorAll("h1, p")].some(({ textContent }) => /version \\d/i.test(textContent))`;

/**
 * Opens a page and waits for a verified list.
 *
 * @param listens Whether the page says the version that the element told it of.
 */
export async function look(engine: Engine, address: string, listens: boolean): Promise<Seen> {
  const page = await engine.page();
  try {
    await page.open(address);
    const missing = await page.until(listens ? `${isVerified} && ${isTold}` : isVerified, 20).then(() => "", String);
    return { missing, errors: [...page.errors] };
  } finally {
    await page.close();
  }
}
