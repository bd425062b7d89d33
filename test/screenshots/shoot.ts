import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "puppeteer-core";

/** Where pictures are put: nothing of it is kept in the repository. */
export const pictures = fileURLToPath(new URL("../../.screenshots", import.meta.url));

/** Milliseconds in which a page comes to rest after it got another width or theme. */
const rest = 100;

/** Takes whole pictures of a page at some widths, light and dark. */
export async function shoot(page: Page, name: string, widths: readonly number[]): Promise<void> {
  for (const width of widths) {
    for (const scheme of ["light", "dark"]) {
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await new Promise((resolve) => setTimeout(resolve, rest));
      const path = join(pictures, `${name}-${width}-${scheme}.png`) as `${string}.png`;
      await page.screenshot({ path, fullPage: true, captureBeyondViewport: false });
    }
  }
  console.log(name);
}
