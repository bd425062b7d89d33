import { expect, test } from "vitest";
import { chooseLanguages } from "./choose.ts";

test("labels and content are chosen apart", () => {
  const choice = { publisher: ["cy", "en"], prevailing: "cy", reader: ["cy", "cy-GB", "en"] };
  expect(chooseLanguages(choice)).toEqual({ labels: "en", content: ["cy", "cy-GB", "en"] });
});

test("a reader whose language nobody writes gets English labels and, before the prevailing text, the English one", () => {
  const choice = { publisher: ["cy", "en"], prevailing: "cy", reader: ["eu"] };
  expect(chooseLanguages(choice)).toEqual({ labels: "en", content: ["eu", "en", "cy"] });
});

test("where nobody knows who reads, the publisher's language is spoken", () => {
  expect(chooseLanguages({ publisher: ["es", "en"] })).toEqual({ labels: "es", content: ["es", "en"] });
  expect(chooseLanguages({ publisher: ["cy"] })).toEqual({ labels: "en", content: ["cy", "en"] });
  expect(chooseLanguages({})).toEqual({ labels: "en", content: ["en"] });
});

test("a region stays, for dates and names; what is no tag is left out", () => {
  expect(chooseLanguages({ reader: ["x_y", "", "es-MX"] })).toEqual({ labels: "es-MX", content: ["es-MX", "en"] });
});

test("a tag as programs write it is one", () => {
  expect(chooseLanguages({ reader: ["de_AT"] })).toEqual({ labels: "de-AT", content: ["de-AT", "en"] });
});
