import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOf } from "../language/line.ts";
import { fromTo } from "./from-to.ts";
import { joined } from "./joined.ts";

const isolates = /[\u2066-\u2069]/g;

/** Texts of either direction, of both, and of none. */
const texts = fc.array(fc.stringMatching(/^[A-Za-z\u05d0-\u05ea\u0627-\u063a0-9 ().,;:+-]{1,12}$/), {
  minLength: 1,
  maxLength: 4,
});
const between = fc.constantFrom(", ", "; ", ": ", " → ", " ");

test("what is read from left to right alone has nothing unseen in it", () => {
  const latin = fc.array(fc.stringMatching(/^[A-Za-z0-9 ().,]{1,12}$/), { maxLength: 4 });
  fc.assert(
    fc.property(latin, between, fc.constantFrom("en", "de", "ja", "pl"), (all, sign, tag) => {
      expect(lineOf(tag)(all, sign)).toBe(all.join(sign));
    }),
  );
  expect(fromTo("Alpha", "Alpha Cloud", { tag: "de", line: lineOf("de") })).toBe("Alpha → Alpha Cloud");
});

test("a line whose reader shows no characters of UAX #9 has none", () => {
  expect(fromTo("אלפא", "בטא", { tag: "ar" })).toBe("אלפא → בטא");
  expect(joined(["אלפא", "", undefined, "B"], ", ", {})).toBe("אלפא, B");
});

test("of several texts each is isolated, and the line has the direction of its language, not of its first letter", () => {
  fc.assert(
    fc.property(texts, between, fc.constantFrom("ar", "he", "ar-EG", "iw"), (all, sign, tag) => {
      const line = lineOf(tag)(all, sign);
      const own = /ar/.test(tag) ? sign.replace(",", "،").replace(";", "؛") : sign;
      expect(line.replace(isolates, "")).toBe(all.join(own));
      const apart = all.map((text) => `\u2068${text}\u2069`).join(own);
      expect(line).toBe(all.length > 1 ? `\u2067${apart}\u2069` : apart);
    }),
  );
  expect(lineOf("en")(["אלפא", "Berlin"], ", ")).toBe("\u2066\u2068אלפא\u2069, \u2068Berlin\u2069\u2069");
});

test("what was put together before has the direction of the line, for it has no letter of its own to go by", () => {
  const line = lineOf("ar");
  const notes = line(["primary", "host.example"], "; ");
  expect(line(["Berlin", `(${notes})`], " ")).toBe(`\u2067\u2068Berlin\u2069 \u2067(${notes})\u2069\u2069`);
  const hebrew = lineOf("en")(["אלפא", "b"], "; ");
  expect(lineOf("en")(["Berlin", `(${hebrew})`], " ")).toBe(`\u2066\u2068Berlin\u2069 \u2066(${hebrew})\u2069\u2069`);
});

test("an address ends with a space", () => {
  expect(lineOf("ar")(["See https://one.example/a"])).toBe("\u2068See https://one.example/a \u2069");
});

test("one text, or none, is no line", () => {
  const reader = { line: lineOf("ar") };
  expect(joined(["Berlin", ""], ", ", reader)).toBe("Berlin");
  expect([joined([], ", ", reader), reader.line([""])]).toEqual(["", ""]);
});

test("a line from right to left has an arrow that leads from right to left, whatever it is between", () => {
  for (const tag of ["ar", "he", "ar-EG", "iw"]) {
    for (const [before, after] of [
      ["Alpha", "Alpha Cloud"],
      ["ألفا", "سحابة ألفا"],
      ["> 30", "Alpha"],
    ] as const) {
      const text = fromTo(before, after, { tag, line: lineOf(tag) });
      expect(text).toBe(`\u2067\u2068${before}\u2069 ← \u2068${after}\u2069\u2069`);
    }
  }
});
