import { expect, test } from "vitest";
import { languageTags, wordsIn } from "./all.ts";
import * as de from "./de.ts";
import * as en from "./en.ts";
import * as es from "./es.ts";

const all = (file: object): [string, string][] =>
  Object.entries(file).flatMap((part) => Object.entries(part[1] as Record<string, string>));
const values = (message: string) => [...new Set([...message.matchAll(/\{\w+\}/g)].map(([found]) => found))].sort();

test.each([
  ["es", es],
  ["de", de],
])("%s: every message has the values and forms of the English one, and is not English", (_tag, file) => {
  const english = new Map(all(en));
  for (const [key, message] of all(file)) {
    const original = english.get(key) ?? "";
    // The other form of a plural may leave the number out: "yesterday".
    expect(values(message), key).toEqual(values(original));
    expect(message.split("|").length, key).toBe(original.split("|").length);
    expect(message.trim(), key).not.toBe("");
  }
  const same = all(file).filter(([key, message]) => message === english.get(key) && /\s/.test(message));
  expect(same.map(([, message]) => message).filter((message) => message !== "Data Privacy Framework")).toEqual([]);
});

test("one key, one meaning: no part repeats a key of another", () => {
  const keys = all(en).map(([key]) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test("the terms are those of each language's law", () => {
  expect(es.first.subprocessors).toBe("Subencargados");
  expect(es.forms.objectButton).toContain("oposición");
  expect(de.first.subprocessors).toBe("Unterauftragsverarbeiter");
  expect(de.forms.objectButton).toBe("Einspruch erheben");
  expect(de.first.mechanism_adequacy).toBe("Angemessenheitsbeschluss");
});

test("one Spanish word for one thing", () => {
  const words = all(es)
    .map(([, message]) => message)
    .join("\n");
  expect(words).not.toMatch(/[Rr]ecibo\b/);
});

test("a language that there are no words in is answered in English, by English plurals", () => {
  const t = wordsIn("fr", "more");
  expect(t("daysLeft", { n: 0 })).toBe("0 days left");
  expect(languageTags[0]).toBe("en");
});
