import { expect, test } from "vitest";
import { chooseLanguages } from "./choose.ts";

const interfaces = ["en", "es"];

test("labels and content are chosen apart", () => {
  const choice = { interfaces, publisher: ["de", "en"], prevailing: "de", reader: ["de", "de-DE", "en"] };
  expect(chooseLanguages(choice)).toEqual({ labels: "en", content: ["de", "de-DE", "en"] });
});

test("a reader whose language nobody writes gets English labels and, before the prevailing text, the English one", () => {
  const choice = { interfaces, publisher: ["de", "en"], prevailing: "de", reader: ["fr"] };
  expect(chooseLanguages(choice)).toEqual({ labels: "en", content: ["fr", "en", "de"] });
});

test("where nobody knows who reads, the publisher's language is spoken", () => {
  expect(chooseLanguages({ interfaces, publisher: ["es", "en"] })).toEqual({ labels: "es", content: ["es", "en"] });
  expect(chooseLanguages({ interfaces, publisher: ["de"] })).toEqual({ labels: "en", content: ["de", "en"] });
  expect(chooseLanguages({ interfaces })).toEqual({ labels: "en", content: ["en"] });
});

test("a region stays, for dates and names; what is no tag is left out", () => {
  expect(chooseLanguages({ interfaces, reader: ["x_y", "", "es-MX"] })).toEqual({
    labels: "es-MX",
    content: ["es-MX", "en"],
  });
});
