import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prerender } from "@trust-center/prerender";
import puppeteer from "puppeteer-core";
import { type DemoVendor, startDemo } from "../../examples/demo/demo.ts";
import { servePreview } from "../../packages/cli/src/preview/server.ts";
import type { Language } from "../../packages/server/src/mail/language.ts";
import { type PageName, pageResponse } from "../../packages/server/src/pages/page.ts";
import { signInPage } from "../../packages/server/src/pages/sign-in.ts";
import { sqliteDatabase } from "../../packages/server/src/testing/test-database.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { startInboxService } from "../e2e/inbox-service.ts";
import { pictures, shoot } from "./shoot.ts";

/**
 * Takes a picture of every page beside the widget's: the service's own, the mails of the demo, the preview, the page as it comes
 * without JavaScript. At four widths, light and dark: to be looked at.
 *
 *   node --conditions=source test/screenshots/pages.ts
 */
const folder = await mkdtemp(join(tmpdir(), "trust-center-pages-shots-"));
await mkdir(pictures, { recursive: true });
const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
const page = await browser.newPage();
const take = (name: string) => shoot(page, name, [280, 360, 768, 1280]);

const names: PageName[] = ["confirm", "confirmed", "leave", "refuse", "left", "ask", "asked", "unknown"];
for (const language of ["en", "de", "ar"] as Language[]) {
  for (const name of names) {
    await page.setContent(await pageResponse(name, "Larkspur Delivery GmbH & Co. KG", language).text());
    await take(`page-${name}-${language}`);
  }
}
await page.setContent(await signInPage("Acme").text());
await take("page-sign-in");

const service = await startInboxService(folder, sqliteDatabase(folder, "pages.db"));
const grounds =
  "System logs contain names of our employees.\n\nRemoving names before the logs are sent would settle it.";
const id = await service.file("Anna Berg", { organisation: "Kranich Versicherung AG", grounds });
const mail = service.mailbox.to("anna.berg@customer.example").at(-1)?.text ?? "";
const link = /http\S+objections\/case\S+/.exec(mail)?.[0] ?? "";
await page.goto(link);
await take("case-filed");
await service.team(`objections/${id}/review`, { by: "Lucia" });
await service.team(`objections/${id}/resolve`, { outcome: "corrective-action", text: "Names are removed." });
await page.goto(link);
await page.evaluate(`document.querySelectorAll("details").forEach((one) => { one.open = true })`);
await take("case-resolved");
await service.close();

const demo = await startDemo({ folder: join(folder, "demo"), port: 0 });
await page.goto(demo.outbox.address);
await take("outbox");
const vendor = demo.vendors[1] as DemoVendor;
const script = fileURLToPath(new URL("../../packages/widget/dist/script/", import.meta.url));
const preview = await servePreview(vendor.folder, {
  ...{ port: 0, script, now: Date.now },
  signal: new AbortController().signal,
});
await page.goto(preview.url, { waitUntil: "networkidle2", timeout: 60_000 });
await take("preview");
await preview.close();

const { html, styleHashes } = await prerender({ feed: vendor.feed, pin: vendor.pin, page: vendor.page });
const [plain] = [(await (await fetch(vendor.page)).text()).replace(vendor.tag, html)];
vendor.site.intercept = ({ url = "" }, response) => {
  if (url !== new URL(vendor.page).pathname) return false;
  const policy = `default-src 'self'; script-src 'none'; style-src 'self' ${styleHashes.join(" ")}`;
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).end(plain);
  return true;
};
await page.setJavaScriptEnabled(false);
await page.goto(vendor.page);
await take("prerendered");
await browser.close();
await demo.close();
await rm(folder, { recursive: true, force: true });
console.log(`Pictures are in ${pictures}`);
