import type { Identifier } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { faultIn } from "./identifiers.ts";

const good: Identifier[] = [
  { type: "lei", value: "INR2EJN1ERAN0W5ZP974" },
  { type: "lei", value: "7LTWFZYICNSX8D621K86" },
  { type: "lei", value: "529900D6BF99LW9R2E68" },
  { type: "euid", value: "DKCVR.11845118" },
  { type: "euid", value: "ELGEMI.077700527000" },
  { type: "euid", value: "DEX1517R.HRB395KI" },
  { type: "euid", value: "FRIRCS.552/081/317" },
  ...["DE143454214", "DE 114 103 379", "DE129274202", "FR22424761419", "FR66780129987", "FR76662042449"].map(
    (value): Identifier => ({ type: "vat", value }),
  ),
  ...["IT00905811006", "SE556016068001", "BE0202239951", "NL805734958B01", "PL5252674798", "PT500697256"].map(
    (value): Identifier => ({ type: "vat", value }),
  ),
  { type: "vat", value: "FI01120389" },
  { type: "vat", value: "EL094259216" },
  { type: "vat", value: "XI123456789" },
  { type: "register", country: "FR", value: "424 761 419" },
  { type: "register", country: "DK", value: "22756214" },
  { type: "register", country: "CH", value: "CHE-105.909.036" },
  { type: "register", country: "DE", value: "HRB 12345" },
  { type: "duns", value: "08-146-6849" },
];

test.each(good)("$type $value is one", (one) => expect(faultIn(one)).toBeUndefined());

/** Of these, any one digit that is another makes another number, and a wrong one. */
const withCheckDigits = good.filter(
  ({ type, value, country }) =>
    type === "lei" || (type === "vat" && !/^(?:EL|XI)/.test(value)) || (type === "register" && country !== "DE"),
);

describe("a wrong digit is found, whichever it is", () => {
  test.each(withCheckDigits)("$type $value", (one) => {
    const passed: string[] = [];
    [...one.value].forEach((letter, at) => {
      // The sub-number of a Dutch or Swedish trader is no part of the check.
      if (!/\d/.test(letter) || (/^NL/.test(one.value) && at > 11)) return;
      const wrong = `${one.value.slice(0, at)}${(Number(letter) + 1) % 10}${one.value.slice(at + 1)}`;
      if (faultIn({ ...one, value: wrong }) === undefined) passed.push(wrong);
    });
    expect(passed).toEqual([]);
  });
});

test.each<Identifier>([
  { type: "lei", value: "529900d6bf99lw9r2e68" },
  { type: "lei", value: "529900D6BF99LW9R2E6" },
  { type: "euid", value: "HRB 395" },
  { type: "euid", value: "USX.1" },
  { type: "vat", value: "143454214" },
  { type: "vat", value: "DE" },
  { type: "register", value: " " },
  { type: "duns", value: "12345678" },
])("$type $value is none", (one) => expect(faultIn(one)).toBeDefined());
