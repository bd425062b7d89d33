import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { toHtml, toText } from "../../packages/server/src/mail/letter.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { everyMail } from "../e2e/every-mail.ts";
import { pictures, shoot } from "./shoot.ts";

/**
 * Takes a picture of every kind of mail in three languages, at two widths, light and dark, and writes its text beside it: to be
 * looked at.
 *
 *   node --conditions=source test/screenshots/mails.ts [name …]
 */
const wanted = process.argv.slice(2);
await mkdir(pictures, { recursive: true });
const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
const page = await browser.newPage();
for (const tag of ["en", "de", "ar"]) {
  for (const [name, letter] of await everyMail(tag)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    await writeFile(join(pictures, `mail-${name}-${tag}.txt`), `${letter.subject}\n\n${toText(letter)}`);
    await page.setContent(toHtml(letter));
    await shoot(page, `mail-${name}-${tag}`, [360, 700]);
  }
}
await browser.close();
console.log(`Pictures are in ${pictures}`);
