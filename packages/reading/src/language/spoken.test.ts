import { expect, test } from "vitest";
import { directionOf, spokenAs } from "./spoken.ts";
import { languageTags } from "./tags.ts";

test("every language is its own, also in capitals and with a region", () => {
  for (const tag of languageTags) {
    expect(spokenAs(tag)).toBe(tag);
    expect(spokenAs(tag.toUpperCase())).toBe(tag);
    expect(spokenAs(`${tag}-x-anything`)).toBe(tag);
  }
});

test.each([
  ["de-AT", "de"],
  ["zh", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-SG", "zh-Hans"],
  ["zh-TW", "zh-Hant"],
  ["zh-hk", "zh-Hant"],
  ["zh-MO", "zh-Hant"],
  ["zh-Hans-HK", "zh-Hans"],
  ["zh-Hant-CN", "zh-Hant"],
  ["pt", "pt"],
  ["pt-PT", "pt"],
  ["pt-AO", "pt"],
  ["pt-br", "pt-BR"],
  ["no", "nb"],
  ["nn-NO", "nb"],
  ["iw-IL", "he"],
  ["cy", undefined],
  ["den", undefined],
  ["constructor", undefined],
  ["", undefined],
])("%s is spoken as %s", (tag, words) => {
  expect(spokenAs(tag)).toBe(words);
});

test("Arabic and Hebrew are written from right to left, and nothing else that there are words in", () => {
  expect(languageTags.filter((tag) => directionOf(tag) === "rtl")).toEqual(["ar", "he"]);
  expect(["ar-EG", "iw", "den", "cy"].map(directionOf)).toEqual(["rtl", "rtl", "ltr", "ltr"]);
});
