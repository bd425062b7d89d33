import { expect, test } from "vitest";
import { acceptedLanguages, chooseLanguage } from "./language.ts";

test.each([
  [undefined, "en"],
  ["es-MX, en;q=0.5", "es"],
  ["en;q=0.2, es;q=0.9", "es"],
  ["es;q=0, en", "en"],
  ["de, fr;q=0.9", "de"],
  ["it, fr;q=0.9", "en"],
  ["<script>, es;q=nonsense, en", "en"],
])("%s gives %s", (header, language) => {
  expect(chooseLanguage(acceptedLanguages(header))).toBe(language);
});

test("the subscriber's own choice goes before the browser's", () => {
  expect(chooseLanguage(["es", ...acceptedLanguages("en")])).toBe("es");
  expect(chooseLanguage(["pt-BR", ...acceptedLanguages("es")])).toBe("es");
});
