import { expect, test } from "vitest";
import { isLegalName, withoutLegalForm } from "./legal-form.ts";

test.each([
  ["Acme GmbH", "Acme"],
  ["Acme GmbH & Co. KG", "Acme"],
  ["Acme, Inc.", "Acme"],
  ["ACME INC", "ACME"],
  ["Acme Pty Ltd", "Acme"],
  ["Acme Private Limited", "Acme"],
  ["Acme Co., Ltd.", "Acme"],
  ["Acme UG (haftungsbeschränkt)", "Acme"],
  ["Acme S.à r.l.", "Acme"],
  ["Acme Sp. z o.o.", "Acme"],
  ["Acme a.s.", "Acme"],
  ["Acme AS", "Acme"],
  ["Acme SE", "Acme"],
  ["Yahoo! Inc.", "Yahoo!"],
  ["株式会社アクメ", "アクメ"],
  ["Fly.io, Inc.", "Fly.io"],
])("%s is %s", (name, rest) => {
  expect(withoutLegalForm(name)).toBe(rest);
  expect(isLegalName(name)).toBe(true);
});

test.each([
  "Texas",
  "Atlas",
  "Sense",
  "Canvas",
  "Hosting as",
  "Infrastructure as",
  "Synapse se",
  "Day Spa",
  "Dublin Spa",
  "Elab",
  "Alag",
  "Marco",
  "Slack",
  "SAS",
  "SE",
  "Inc",
  "Limited",
  "Atlas, as",
])("%s has no legal form", (name) => {
  expect(withoutLegalForm(name)).toBe(name);
  expect(isLegalName(name)).toBe(false);
});
