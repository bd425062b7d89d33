import { expect, test } from "vitest";
import { arrow, directed } from "./from-to.ts";

const isolates = /[\u2066-\u2069]/g;

test("what is read from left to right alone has an arrow and nothing unseen", () => {
  for (const tag of ["en", "de", "ja", "pl"]) expect(directed(tag)("Alpha", "Alpha Cloud")).toBe("Alpha → Alpha Cloud");
  expect(arrow("אלפא", "בטא")).toBe("אלפא → בטא");
});

test("names from right to left stand in the order of the line that they are in", () => {
  expect(directed("en")("אלפא", "אלפא ענן")).toBe("\u2066\u2068אלפא\u2069 → \u2068אלפא ענן\u2069\u2069");
});

test("a line from right to left has an arrow that leads from right to left, whatever it is between", () => {
  for (const tag of ["ar", "he", "ar-EG", "iw"]) {
    for (const [before, after] of [
      ["Alpha", "Alpha Cloud"],
      ["ألفا", "سحابة ألفا"],
      ["> 30", "Alpha"],
    ] as const) {
      const text = directed(tag)(before, after);
      expect(text).toBe(`\u2067\u2068${before}\u2069 ← \u2068${after}\u2069\u2069`);
      expect(text.replace(isolates, "")).toBe(`${before} ← ${after}`);
    }
  }
});
