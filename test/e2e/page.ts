import { afterAll, beforeAll } from "vitest";
import { type Engine, engines, type Page } from "../browsers/page.ts";

/** The engines' names, for `describe.each`. */
export const engineNames = Object.keys(engines) as Engine["name"][];

/** Opens one page in an engine before the tests of a block, and closes both after them. */
export function usePage(name: Engine["name"]): { readonly page: Page } {
  let engine: Engine | undefined;
  let page: Page | undefined;
  beforeAll(async () => {
    engine = await engines[name]();
    page = await engine.page();
  });
  afterAll(async () => {
    await page?.close();
    await engine?.close();
  });
  return {
    get page() {
      return page as Page;
    },
  };
}
