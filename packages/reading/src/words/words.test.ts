import { readdir } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Line, lineOf } from "../language/line.ts";
import { type LanguageTag, languageTags } from "../language/tags.ts";
import { languageFiles, messagesOf } from "../testing/languages.ts";
import { wordsIn } from "./all.ts";
import * as en from "./en.ts";
import * as es from "./es.ts";
import { translator } from "./translate.ts";

const english = messagesOf(en);
const others = [...languageFiles].filter(([tag]) => tag !== "en");
const machinery = ["all", "keys", "own-message", "translate"];

const values = (message: string) => [...new Set([...message.matchAll(/\{\w+\}/g)].map(([found]) => found))].sort();

/** Whole numbers that tell all plural rules apart which they have below a million. */
const numbers = Array.from({ length: 1001 }, (_, n) => n);

/** The plural categories that whole numbers have in a language, in the order of CLDR, and their numbers. */
function categoriesOf(tag: string): number[][] {
  const rule = new Intl.PluralRules(tag);
  return (["zero", "one", "two", "few", "many", "other"] as const)
    .map((category) => numbers.filter((n) => rule.select(n) === category))
    .filter((all) => all.length > 0);
}

test("every file of words is a language's, and every language has one", async () => {
  const files = (await readdir(new URL(".", import.meta.url))).filter((file) => !file.endsWith(".test.ts"));
  expect(files.sort()).toEqual([...machinery, ...languageTags].map((name) => `${name}.ts`).sort());
});

describe.each(others)("%s", (tag, file) => {
  const messages = [...messagesOf(file)];
  const categories = categoriesOf(tag);

  test("a deadline ends its message: the widget says the date by itself, and strongly", () => {
    expect(messagesOf(file).get("objectBy")).toMatch(/\{date\}$/);
  });

  test("what gets no notice period is not said to be in effect: it may be to come", () => {
    const own = messagesOf(file);
    const [how, effective] = ["mode_emergency", "effective"].map((key) => own.get(key)?.toLocaleLowerCase(tag)) as [
      string,
      string,
    ];
    expect(how).not.toContain(effective);
  });

  test("every message has the values of the English one", () => {
    for (const [key, message] of messages) {
      const original = english.get(key) ?? "";
      const isCount = original.includes("|");
      const wanted = values(original).filter((value) => !isCount || value !== "{n}");
      for (const form of message.split("|")) {
        const found = values(form).filter((value) => !isCount || value !== "{n}");
        expect({ key, form, values: found }).toEqual({ key, form, values: wanted });
      }
    }
  });

  test("a message that counts has a form for each category of whole numbers, and says the number unless there is one", () => {
    for (const [key, message] of messages) {
      const original = english.get(key) ?? "";
      const forms = message.split("|");
      const count = original.includes("|") ? categories.length : 1;
      expect({ key, forms: forms.length }).toEqual({ key, forms: count });
      if (!original.includes("|") || !original.includes("{n}")) continue;
      forms.forEach((form, at) => {
        if (categories[at]?.length !== 1)
          expect({ key, form, says: form.includes("{n}") }).toEqual({ key, form, says: true });
      });
    }
  });

  test("each number is given the form of its category", () => {
    const forms = categories.map((_, at) => `${at}: {n}`).join("|");
    const t = translator({ count: "" }, { tag, messages: { count: forms } });
    categories.forEach((all, at) => {
      for (const n of all) expect(t("count", { n })).toBe(`${at}: ${n}`);
    });
    // What whole numbers have no form for: fractions, millions.
    expect(t("count", { n: 1.5 })).toMatch(/^\d: 1\.5$/);
    expect(t("count", { n: 1_000_000 })).toMatch(/^\d: 1000000$/);
  });

  test("no message is English, none has white space around it, and none a line break", () => {
    const same = messages.filter(([key, message]) => message === english.get(key) && hasWords(message));
    expect(same.map(([, message]) => message).filter((message) => !names.includes(message))).toEqual([]);
    expect(messages.filter(([, message]) => /^\s|\s$|\n/.test(message))).toEqual([]);
  });
});

/** Whether a message is more than one word and values: "version {version}" is French too. */
const hasWords = (message: string) => message.split("|").some((form) => /\s/.test(form.replace(/\{\w+\}/g, "").trim()));

/** Proper names, which stay as they are. */
const names = ["Data Privacy Framework"];

test("one key, one meaning: no part repeats a key of another", () => {
  const keys = Object.values(en).flatMap((part) => Object.keys(part));
  expect(new Set(keys).size).toBe(keys.length);
});

/**
 * Sub-processor, objection and adequacy decision: the first as in the language's text of the standard contractual
 * clauses (Decisions (EU) 2021/914 and 2021/915), the others as in that of the GDPR (Articles 28(2) and 45); outside the
 * EU as the law there has them.
 */
const terms: Record<Exclude<LanguageTag, "en">, readonly [string, string, string]> = {
  ar: ["معالج من الباطن", "اعتراض", "قرار كفاية"],
  bg: ["Подобработващ", "възражение", "Решение относно адекватното ниво на защита"],
  cs: ["Další zpracovatel", "námitku", "Rozhodnutí o odpovídající ochraně"],
  da: ["Underdatabehandler", "indsigelse", "Afgørelse om tilstrækkeligheden af beskyttelsesniveauet"],
  de: ["Unterauftragsverarbeiter", "Einspruch", "Angemessenheitsbeschluss"],
  el: ["Υπεργολάβος επεξεργασίας", "αντίρρησης", "Απόφαση επάρκειας"],
  es: ["Subencargado", "oposición", "Decisión de adecuación"],
  et: ["Alltöötleja", "vastuväide", "Kaitse piisavuse otsus"],
  fi: ["Alikäsittelijä", "vastalause", "Tietosuojan tason riittävyyttä koskeva päätös"],
  fr: ["Sous-traitant ultérieur", "objection", "Décision d’adéquation"],
  ga: ["Fophróiseálaí", "agóid", "Cinneadh leordhóthanachta"],
  he: ["מעבד משנה", "התנגדות", "החלטת נאותות"],
  hi: ["उप-प्रोसेसर", "आपत्ति", "पर्याप्तता निर्णय"],
  hr: ["Podizvršitelj obrade", "prigovor", "Odluka o primjerenosti"],
  hu: ["További adatfeldolgozó", "Kifogás", "Megfelelőségi határozat"],
  is: ["Undirvinnsluaðili", "andmæli", "Ákvörðun um fullnægjandi vernd"],
  it: ["Sub-responsabile del trattamento", "opposizione", "Decisione di adeguatezza"],
  ja: ["再委託先", "異議", "十分性認定"],
  ko: ["재수탁자", "이의", "적정성 결정"],
  lt: ["Pagalbinis duomenų tvarkytojas", "prieštaravimą", "Sprendimas dėl tinkamumo"],
  lv: ["Apakšapstrādātājs", "iebildumu", "Lēmums par aizsardzības līmeņa pietiekamību"],
  mt: ["Subproċessur", "oġġezzjoni", "Deċiżjoni ta’ adegwatezza"],
  nb: ["Underdatabehandler", "innsigelse", "Beslutning om tilstrekkelig beskyttelsesnivå"],
  nl: ["Subverwerker", "Bezwaar", "Adequaatheidsbesluit"],
  pl: ["Podwykonawca przetwarzania", "sprzeciw", "Decyzja stwierdzająca odpowiedni stopień ochrony"],
  pt: ["Subcontratante ulterior", "oposição", "Decisão de adequação"],
  "pt-BR": ["Suboperador", "oposição", "Decisão de adequação"],
  ro: ["Subîmputernicit", "obiecție", "Decizie privind caracterul adecvat"],
  sk: ["Ďalší sprostredkovateľ", "námietku", "Rozhodnutie o primeranosti"],
  sl: ["Podobdelovalec", "ugovor", "Sklep o ustreznosti"],
  sv: ["Underbiträde", "invändning", "Beslut om adekvat skyddsnivå"],
  tr: ["Alt veri işleyen", "İtiraz", "Yeterlilik kararı"],
  uk: ["Субобробник", "заперечення", "Рішення про належний рівень захисту"],
  "zh-Hans": ["次级处理者", "异议", "充分性认定"],
  "zh-Hant": ["次級處理者", "異議", "適足性認定"],
};

test.each(Object.entries(terms))("%s: the terms are those of the law", (tag, [subprocessor, objection, adequacy]) => {
  const file = languageFiles.get(tag as LanguageTag);
  expect(file?.more["role_sub-processor"]).toContain(subprocessor);
  expect(file?.forms.objectButton).toContain(objection);
  expect(file?.first.mechanism_adequacy).toContain(adequacy);
});

test("one Spanish word for one thing", () => {
  expect([...messagesOf(es).values()].join("\n")).not.toMatch(/[Rr]ecibo\b/);
});

test("a language that there are no words in is answered in English, by English plurals", () => {
  const t = wordsIn("cy", "more");
  expect(t("daysLeft", { n: 0 })).toBe("0 days left");
  expect(languageTags[0]).toBe("en");
});

test("a message that a language lacks is said in English, by English plurals", () => {
  const t = translator({ one: "1 day|{n} days", two: "two" }, { tag: "fr", messages: { two: "deux", one: "" } });
  expect([t("one", { n: 0 }), t("one", { n: 1 }), t("two")]).toEqual(["0 days", "1 day", "deux"]);
});

describe.each(["ar", "he"] as const)("%s, from right to left", (tag) => {
  const messages = [...messagesOf(languageFiles.get(tag) as NonNullable<ReturnType<typeof languageFiles.get>>)];
  const filled = messages.filter(([, message]) => /\{\w+\}/.test(message));

  test("whatever is put into a message moves none of its words", () => {
    const value = fc.stringMatching(/^[A-Za-zא-תا-غ0-9 ().,:+-]{1,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...filled), value, fc.nat(200), ([key, message], text, n) => {
        const values = Object.fromEntries([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, text]));
        const say = (line?: Line) =>
          translator({ [key]: "" }, { tag, messages: { [key]: message }, line })(key, { ...values, n });
        const words = say(lineOf(tag));
        expect(words.replace(/[\u2066-\u2069]/g, "")).toBe(say());
        expect(words.replaceAll(`\u2068${text}\u2069`, "")).not.toMatch(/[\u2066-\u2069]/);
      }),
    );
  });

  test("a message is read in the direction of its language wherever the first letter decides", () => {
    const first = filled.flatMap(([key, message]) =>
      message.split("|").map((form) => ({ key, form, letter: /\p{L}/u.exec(form.replace(/\{\w+\}/g, ""))?.[0] })),
    );
    expect(first.filter(({ letter }) => letter && !/[\u0590-\u08ff]/.test(letter))).toEqual([]);
  });
});
