import { fileURLToPath } from "node:url";
import { type Language, type LanguageFile, translator } from "@trust-center/reading";
import { expect, test } from "vitest";
import { languageFiles } from "../../packages/reading/src/testing/languages.ts";
import * as en from "../../packages/reading/src/words/en.ts";
import { isFamily, smallWords } from "../../packages/widget/script/words.ts";
import { asInScript } from "./as-in-script.ts";

const source = fileURLToPath(new URL("../../packages/reading/src/words/", import.meta.url));
const languages = [...languageFiles].filter(([tag]) => tag !== "en");

/** English as the widget's parts ask for it, smallest first: a language gets the names of its families from each. */
const asked = { first: en.first, words: { ...en.first, ...en.more }, forms: en.forms };

/** A family is asked for under a template, for its last part is found in a feed. */
const callOf = (key: string): string => {
  const [, family, last] = /^(\w+?)_(.*)$/.exec(key) ?? [];
  return isFamily(key) ? `t(\`${family}_\${${JSON.stringify(last)}}\`)` : `t(${JSON.stringify(key)})`;
};

type Said = Record<keyof typeof asked, (language: Language) => Record<string, string>>;
type Entry = { said: Said; languages: Record<string, LanguageFile> };

/** Below the widget's folder, as `smallWords` rewrites what the widget asks for and nothing else. */
const entry = (): string => {
  const all = Object.entries(asked).map(([part, words]) => {
    const calls = Object.keys(words).map((key) => `${JSON.stringify(key)}: ${callOf(key)}`);
    return `${part}: (language) => { const t = translator(${part}, language); return { ${calls.join(", ")} }; }`;
  });
  return `
    import { translator } from "${source}translate.ts";
    import { first, more, forms } from "${source}en.ts";
    ${languages.map(([tag], at) => `import * as language${at} from "${source}${tag}.ts";`).join("\n")}
    const words = { ...first, ...more };
    export const languages = { ${languages.map(([tag], at) => `"${tag}": language${at}`).join(", ")} };
    export const said = { ${all.join(",\n")} };`;
};

/** As `i18n/locales.ts` puts a language together. */
const together = ({ first, more, forms }: LanguageFile): Language["messages"] => ({ ...first, ...more, ...forms });

const wanted = (part: keyof typeof asked, language: Language) => {
  const t = translator<string>(asked[part], language);
  return Object.fromEntries(Object.keys(asked[part]).map((key) => [key, t(key)]));
};

test("every message of every language is the same in the script, in whatever order its parts ask", async () => {
  const built = () => asInScript<Entry>(entry(), [smallWords()], "packages/widget/src/entry.ts");
  for (const order of [Object.keys(asked), Object.keys(asked).reverse()] as (keyof typeof asked)[][]) {
    const { said, languages: small } = await built();
    for (const [tag, file] of languages) {
      const messages = together(small[tag] ?? file);
      for (const part of order)
        expect(said[part]({ tag, messages })).toEqual(wanted(part, { tag, messages: together(file) }));
    }
    for (const part of order)
      expect(said[part]({ tag: "en", messages: {} })).toEqual(wanted(part, { tag: "en", messages: {} }));
  }
});
