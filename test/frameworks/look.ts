import type { Engine } from "../browsers/page.ts";

/** What a page showed: nothing is wrong where both are empty. */
export interface Seen {
  /** Why no verified list was seen. */
  missing: string;
  /** What the browser wrote to its console: errors, and violations of the policy. */
  errors: string[];
}

const element = `document.querySelector("trust-center")`;

/** Opens a page and waits for a verified list. */
export async function look(engine: Engine, address: string): Promise<Seen> {
  const page = await engine.page();
  try {
    await page.open(address);
    const missing = await page
      .until(`${element}.matches(":state(verified)") && ${element}.shadowRoot.textContent.includes("Verified")`, 20)
      .then(() => "", String);
    return { missing, errors: [...page.errors] };
  } finally {
    await page.close();
  }
}
