import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toHtml, toText } from "../../packages/server/src/mail/letter.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { everyMail } from "./every-mail.ts";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
  page = await browser.newPage();
});
afterAll(() => browser.close());

describe.each(["en", "de", "ar"])("every mail in %s", (tag) => {
  test("says no word twice in a row, ends no sentence twice, and leaves nothing empty", async () => {
    for (const [name, letter] of await everyMail(tag)) {
      const words = toText(letter).replace(/[\u2066-\u2069]/g, "");
      expect(words.match(/(?<!\p{L})(\p{L}+) \1(?!\p{L})/gu), name).toBeNull();
      expect(words.match(/.*(\.\.|undefined|null|\{\w+\}).*/g), name).toBeNull();
      const facts = letter.blocks.flatMap((block) => (block.type === "facts" ? block.facts : []));
      expect(
        facts.filter((fact) => fact.some((said) => said.trim() === "")),
        name,
      ).toEqual([]);
    }
  });

  test("is no wider than a phone", async () => {
    await page.setViewport({ width: 320, height: 640 });
    for (const [name, letter] of await everyMail(tag)) {
      await page.setContent(toHtml(letter));
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBe(320);
    }
  });

  test("has a button that stands out, light and dark", async () => {
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      for (const [name, letter] of await everyMail(tag)) {
        await page.setContent(toHtml(letter));
        expect(await page.evaluate(contrasts), `${name}, ${scheme}`).toEqual([]);
      }
    }
  });
});

test("what somebody wrote is read in its own direction", async () => {
  for (const [name, letter] of await everyMail("ar")) {
    if (!letter.blocks.some(({ type }) => type === "words")) continue;
    await page.setContent(toHtml(letter));
    const directions = `[...document.querySelectorAll("p")].filter((one) => /^(Logs|They|From|See) /.test(one.textContent))
      .map((one) => getComputedStyle(one).direction)`;
    expect(await page.evaluate(directions), name).toEqual(["ltr", "ltr"]);
  }
});

test("the title is read in the direction of the letter, though it begins with a name", async () => {
  await page.setContent(toHtml((await everyMail("ar")).get("announcement") as Parameters<typeof toHtml>[0]));
  // A character that sets a text apart is none that decides: the browser's `auto` goes by the name in it.
  expect(await page.$$eval("h1, h1 *", (all) => all.map((one) => getComputedStyle(one).direction))).toEqual(["rtl"]);
});

test("Arabic words are parted by Arabic marks", async () => {
  for (const [name, letter] of await everyMail("ar")) {
    if (letter.language !== "ar") continue;
    const words = toText(letter).replace(/[\u2066-\u2069]/g, "");
    expect(words.match(/.*[\u0621-\u064a] ?[,;].*/g), name).toBeNull();
  }
});

/** Buttons whose words, or whose edge before the page, do not stand out (WCAG 2.2, 1.4.3 and 1.4.11). */
const contrasts = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const ground = isDark ? 0.006 : 1;
  return [...document.querySelectorAll('a[style*="background"]')].flatMap((button) => {
    const { color, backgroundColor, borderTopColor } = getComputedStyle(button);
    const edge = Math.max(contrast(light(backgroundColor), ground), contrast(light(borderTopColor), ground));
    return contrast(light(color), light(backgroundColor)) < 4.5 || edge < 3 ? [color + " on " + backgroundColor] : [];
  });
})()`;
