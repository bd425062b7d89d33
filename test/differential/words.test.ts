import { fileURLToPath } from "node:url";
import { type Language, translator } from "@trust-center/reading";
import { expect, test } from "vitest";
import * as de from "../../packages/reading/src/words/de.ts";
import * as en from "../../packages/reading/src/words/en.ts";
import * as es from "../../packages/reading/src/words/es.ts";
import { isFamily, smallWords } from "../../packages/widget/script/words.ts";
import { asInScript } from "./as-in-script.ts";

const source = fileURLToPath(new URL("../../packages/reading/src/words/", import.meta.url));
const locales = fileURLToPath(new URL("../../packages/widget/src/i18n/locales/", import.meta.url));
const languages = { de, es };

/** English as the widget's parts ask for it, smallest first: a language gets the names of its families from each. */
const asked = { first: en.first, words: { ...en.first, ...en.more }, forms: en.forms };

/** A family is asked for under a template, for its last part is found in a feed. */
const callOf = (key: string): string => {
  const [, family, last] = /^(\w+?)_(.*)$/.exec(key) ?? [];
  return isFamily(key) ? `t(\`${family}_\${${JSON.stringify(last)}}\`)` : `t(${JSON.stringify(key)})`;
};

type Said = Record<keyof typeof asked, (language: Language) => Record<string, string>>;
type Entry = { said: Said; languages: Record<string, Language["messages"]> };

/** Below the widget's folder, as `smallWords` rewrites what the widget asks for and nothing else. */
const entry = (): string => {
  const all = Object.entries(asked).map(([part, words]) => {
    const calls = Object.keys(words).map((key) => `${JSON.stringify(key)}: ${callOf(key)}`);
    return `${part}: (language) => { const t = translator(${part}, language); return { ${calls.join(", ")} }; }`;
  });
  return `
    import { translator } from "${source}translate.ts";
    import { first, more, forms } from "${source}en.ts";
    import { de } from "${locales}de.ts";
    import { es } from "${locales}es.ts";
    const words = { ...first, ...more };
    export const languages = { de, es };
    export const said = { ${all.join(",\n")} };`;
};

const wanted = (part: keyof typeof asked, language: Language) => {
  const t = translator<string>(asked[part], language);
  return Object.fromEntries(Object.keys(asked[part]).map((key) => [key, t(key)]));
};

test("every message of every language is the same in the script, in whatever order its parts ask", async () => {
  const built = () => asInScript<Entry>(entry(), [smallWords()], "packages/widget/src/entry.ts");
  for (const order of [Object.keys(asked), Object.keys(asked).reverse()] as (keyof typeof asked)[][]) {
    const { said, languages: small } = await built();
    for (const [tag, { first, more, forms }] of Object.entries(languages)) {
      const language = { tag, messages: { ...first, ...more, ...forms } };
      for (const part of order) expect(said[part]({ tag, messages: small[tag] ?? {} })).toEqual(wanted(part, language));
    }
    for (const part of order)
      expect(said[part]({ tag: "en", messages: {} })).toEqual(wanted(part, { tag: "en", messages: {} }));
  }
});
