import { expect, test } from "vitest";
import { termsIn } from "./notice.ts";

const notice = (period: string, businessDays = false) => ({ member: "noticePeriod", period, businessDays });
const objection = (period: string, businessDays = false) => ({ member: "objectionPeriod", period, businessDays });

test.each([
  ["We tell you 30 days before a new sub-processor starts.", [notice("P30D")]],
  ["We provide at least 30 days' advance notice before engaging a new subprocessor.", [notice("P30D")]],
  ["Changes are announced with ten (10) business days' notice.", [notice("P10D", true)]],
  ["You may object within 14 days of our notice of a change.", [objection("P14D")]],
  ["Told two weeks before", []],
  ["Customers are notified 2 weeks before a vendor is replaced.", [notice("P14D")]],
  ["Änderungen der Unterauftragsverarbeiter kündigen wir mindestens 30 Tage im Voraus an.", [notice("P30D")]],
  ["Sie können binnen 14 Tagen widersprechen.", [objection("P14D")]],
  ["Tout ajout d'un sous-traitant est annoncé 30 jours à l'avance, avec préavis.", [notice("P30D")]],
  ["El cliente podrá oponerse en un plazo de 15 días.", [objection("P15D")]],
  ["Ogni aggiunta di un sub-responsabile è preceduta da almeno 30 giorni di preavviso.", [notice("P30D")]],
  ["変更の30日前に通知します。", [notice("P30D")]],
  ["通知後15日以内に異議をお知らせください。", [objection("P15D")]],
])("“%s” states %j", (text, terms) => {
  expect(termsIn(text).map(({ sentence: _, ...term }) => term)).toEqual(terms);
});

test.each([
  "We delete your data within 30 days after the end of the contract.",
  "Prompts are kept for up to 30 days to watch for abuse.",
  "Version 30 of 12 days ago",
  "Vendors are reviewed every 12 months.",
  "Unused fees are paid back within 30 days.",
])("“%s” states no term", (text) => {
  expect(termsIn(text)).toEqual([]);
});
