import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createReporter } from "./reporter.ts";

/** Every code point that could move a cursor, make a line, or turn text around. */
const dangerous = Array.from({ length: 0x2100 }, (_, at) => String.fromCodePoint(at)).filter((character) =>
  /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(character),
);

function reporter(options: { colour: boolean; json?: boolean }) {
  const out: string[] = [];
  const write = (text: string) => void out.push(text);
  const io = {
    stdout: write,
    stderr: write,
    stdin: new PassThrough(),
    terminal: new PassThrough(),
    env: {},
    cwd: "/",
    interactive: false,
    colour: options.colour,
    signal: new AbortController().signal,
  };
  return { out, ...createReporter(io, { json: options.json ?? false }) };
}

test.each([true, false])("nothing that a feed writes rules a terminal or a pipe, with colours %s", (colour) => {
  expect(dangerous).toHaveLength(65 + 12 + 2);
  const { say, complain, paint, out } = reporter({ colour });
  for (const character of dangerous) {
    for (const write of [say, complain]) {
      out.length = 0;
      write(`${paint("red", `a${character}b`)} ${character}c \u001b[32mgreen\u001b[0m`);
      const [line = ""] = out;
      const own = line.replaceAll("\u001b[31m", "").replaceAll("\u001b[0m", "").replace(/\n$/, "");
      expect(own).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
      expect(own).toContain("[32mgreen");
    }
  }
});

test("data shows on a terminal as it is, and says the same", () => {
  const { data, out } = reporter({ colour: true, json: true });
  const value = { [`name${dangerous.join("")}`]: dangerous };
  data(value);
  const text = out.join("");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
  expect(JSON.parse(text)).toEqual(value);
});

test("text of a right-to-left script, emoji and accents pass", () => {
  const { say, out } = reporter({ colour: false });
  say("שלום عربى 👩‍💻 Zürich");
  expect(out).toEqual(["שלום عربى 👩‍💻 Zürich\n"]);
});
