import { expect, test } from "vitest";
import { pageResponse } from "../pages/page.ts";
import { acceptedLanguages, chooseLanguage } from "./language.ts";
import { toHtml } from "./letter.ts";

test.each([
  [undefined, "en"],
  ["es-MX, en;q=0.5", "es"],
  ["en;q=0.2, es;q=0.9", "es"],
  ["es;q=0, en", "en"],
  ["de, fr;q=0.9", "de"],
  ["cy, eu;q=0.9", "en"],
  ["<script>, es;q=nonsense, en", "en"],
])("%s gives %s", (header, language) => {
  expect(chooseLanguage(acceptedLanguages(header))).toBe(language);
});

test("the subscriber's own choice goes before the browser's", () => {
  expect(chooseLanguage(["es", ...acceptedLanguages("en")])).toBe("es");
  expect(chooseLanguage(["cy", ...acceptedLanguages("es")])).toBe("es");
});

test.each([
  ["ar", "rtl"],
  ["he", "rtl"],
  ["zh-Hant", "ltr"],
] as const)("pages and mails in %s are written %s", async (language, direction) => {
  const start = `<html lang="${language}" dir="${direction}">`;
  expect(await pageResponse("left", "Acme", language).text()).toContain(start);
  expect(toHtml({ subject: "", language, blocks: [] } as unknown as Parameters<typeof toHtml>[0])).toContain(start);
});
