import type { FeedContent, Identifier } from "@trust-center/feed";
import { eachValue, foundText } from "./expectation.ts";
import type { Finding } from "./report.ts";
import { findingIn, type YamlSource } from "./yaml-source.ts";

/** Identifiers whose form or check digits are those of no company. */
export function badIdentifiers(source: YamlSource, content: FeedContent): Finding[] {
  const report = findingIn(source);
  const problems: Finding[] = [];
  eachValue(content, [], (path, value) => {
    if (path.at(-2) !== "identifiers" || typeof path.at(-1) !== "number") return;
    const expected = faultIn(value as Identifier);
    if (expected === undefined) return;
    const fix = "Copy it from the register. A digit of it is wrong, or it is of another type.";
    const words = { expected, found: foundText((value as Identifier).value), fix };
    problems.push(report("identifier", [...path, "value"], words));
  });
  return problems;
}

/**
 * What an identifier should have been; undefined where nothing is wrong with it. States that are not listed here are
 * checked by form alone: a number that passes need not have been given out.
 */
export function faultIn({ type, value, country }: Identifier): string | undefined {
  const expected = forms[type];
  const compact = value.replace(/[\s.-]/g, "").toUpperCase();
  switch (type) {
    case "lei":
      return /^[0-9A-Z]{18}\d{2}$/.test(value) && mod97(value) === 1 ? undefined : expected;
    case "euid":
      // The number is as free as the registers are: slashes, spaces and suffixes occur.
      return /^(?:AT|BE|BG|HR|CY|CZ|DK|EE|FI|FR|DE|EL|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|IS|LI|NO)[A-Z0-9]+\.\S+$/.test(
        value,
      )
        ? undefined
        : expected;
    case "duns":
      return /^\d{9}$/.test(compact) ? undefined : expected;
    case "vat": {
      const [, state = "", number = ""] = /^([A-Z]{2})(.+)$/.exec(compact) ?? [];
      const known = Object.hasOwn(vatNumbers, state) ? vatNumbers[state] : undefined;
      return state !== "" && (known?.(number) ?? /^[0-9A-Z+*]{2,12}$/.test(number)) ? undefined : expected;
    }
    case "register": {
      const known = country && Object.hasOwn(registers, country) ? registers[country] : undefined;
      return value.trim() !== "" && (known?.(compact) ?? true) ? undefined : expected;
    }
  }
}

const forms: Record<Identifier["type"], string> = {
  lei: "an LEI: 20 letters and digits whose last two check the rest (ISO 17442)",
  euid: "an EUID: state, register, dot, number, such as DEX1517R.HRB395KI",
  vat: "a VAT number with the prefix of its state, whose check digits fit",
  register: "a number of the register of that country, whose check digit fits",
  duns: "a D-U-N-S number: nine digits",
};

/** ISO/IEC 7064, MOD 97-10: letters count from 10. */
function mod97(text: string): number {
  let rest = 0;
  for (const letter of text) {
    const digits = /\d/.test(letter) ? letter : String(letter.charCodeAt(0) - 55);
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

const digitsOf = (text: string): number[] => [...text].map(Number);

/** The sum of digits by their weights. */
const weighted = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * Number(text[at]), 0);

/** ISO/IEC 7812-1, annex B. */
function luhn(text: string): boolean {
  const sum = digitsOf(text)
    .reverse()
    .reduce((total, digit, at) => total + (at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0);
  return sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 11,10. */
function mod11and10(text: string): boolean {
  let product = 10;
  for (const digit of digitsOf(text.slice(0, -1))) {
    const sum = (digit + product) % 10 || 10;
    product = (2 * sum) % 11;
  }
  return (11 - product) % 10 === Number(text.at(-1));
}

/** 11 less the rest, where 10 and 11 count as 0. */
const elevenLess = (text: string, weights: readonly number[]): boolean => {
  const check = 11 - (weighted(text, weights) % 11);
  return (check >= 10 ? 0 : check) === Number(text.at(-1));
};

const siren = (text: string): boolean => /^\d{9}$/.test(text) && luhn(text);

type Check = (number: string) => boolean;

/** VAT numbers less their prefix. Prefixes are those of VIES: Greece has EL, Northern Ireland XI. */
const vatNumbers: Record<string, Check> = {
  DE: (text) => /^\d{9}$/.test(text) && mod11and10(text),
  FR: (text) => /^\d{11}$/.test(text) && frenchKey(text),
  IT: (text) => /^\d{11}$/.test(text) && luhn(text),
  SE: (text) => /^\d{10}01$/.test(text) && luhn(text.slice(0, 10)),
  BE: (text) => /^[01]\d{9}$/.test(text) && 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8)),
  NL: (text) =>
    /^\d{9}B\d{2}$/.test(text) &&
    (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 === Number(text[8]) || mod97(`NL${text}`) === 1),
  PL: (text) => /^\d{10}$/.test(text) && weighted(text, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(text[9]),
  PT: (text) => /^\d{9}$/.test(text) && elevenLess(text, [9, 8, 7, 6, 5, 4, 3, 2]),
  FI: (text) => /^\d{8}$/.test(text) && elevenLess(text, [7, 9, 10, 5, 8, 4, 2]),
};

/** Two digits that follow from the SIREN behind them. */
function frenchKey(text: string): boolean {
  const number = text.slice(2);
  return siren(number) && (12 + 3 * (Number(number) % 97)) % 97 === Number(text.slice(0, 2));
}

/** National registers whose numbers have a check digit, by country. */
const registers: Record<string, Check> = {
  FR: siren,
  DK: (text) => /^\d{8}$/.test(text) && weighted(text, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  CH: (text) => /^CHE\d{9}$/.test(text) && elevenLess(text.slice(3), [5, 4, 3, 2, 7, 6, 5, 4]),
};
