import { expect, test } from "vitest";
import { limits } from "../limits.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { equalBytes } from "./equal.ts";
import { fromHex, toHex } from "./hex.ts";
import { parseJson } from "./json.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
const utf8 = (text: string) => new TextEncoder().encode(text);
const malformed = expect.objectContaining({ code: "malformed" });

test.each([[[]], [[0]], [[255, 0]], [[1, 2, 3]], [[251, 255, 191, 0]]])(
  "%j has one spelling, and comes back",
  (values) => {
    expect(fromBase64url(toBase64url(bytes(...values)))).toEqual(bytes(...values));
    expect(fromHex(toHex(bytes(...values)))).toEqual(bytes(...values));
  },
);

test.each(["AB", "AAB", "A", "AA==", "A A", "+/", "AA\n"])("%j is no base64url, or another spelling of it", (text) => {
  expect(() => fromBase64url(text)).toThrow(malformed);
});

test.each(["AB", "aB", "abc", "0g", " ab"])("%j is no hex, or another spelling of it", (text) => {
  expect(() => fromHex(text)).toThrow(malformed);
});

test("bytes are equal where all of them are, and no more follow", () => {
  const [short, long] = [bytes(1, 2), bytes(1, 2, 3)];
  expect([equalBytes(short, bytes(1, 2)), equalBytes(short, bytes(1, 3))]).toEqual([true, false]);
  expect([equalBytes(short, long), equalBytes(long, short), equalBytes(bytes(), long)]).toEqual([false, false, false]);
});

test("what two parsers could read in two ways is refused", () => {
  const strict = (text: string) => parseJson(utf8(text), "it", 3);
  expect(strict('{"a":[{"b":"{a,a}"}],"b":1}')).toEqual({ a: [{ b: "{a,a}" }], b: 1 });
  for (const text of [
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"b":1,"c":[],"b":2}]',
    "[[[[]]]]",
    '{"a":{"a":[[]]}}',
  ]) {
    expect(() => strict(text), text).toThrow(malformed);
  }
});

test.each([
  '{"a\\"b":1,"c":"\\\\","d":"x\\":","e":[{},{"f":{}}]}',
  '{"__proto__":1,"":{"":2}}',
  ' { "a" : "b:c" , "d" : [ "e" , ":" ] } ',
  '["a","b"]',
  '"a"',
  "1",
])("%s names each member once", (text) => expect(parseJson(utf8(text), "it")).toEqual(JSON.parse(text)));

test("a member twice is refused however deep it lies, and deep nesting exhausts nothing", () => {
  const deep = (inner: string, pairs = limits.documentDepth / 2 - 1) =>
    `${'{"a":['.repeat(pairs)}${inner}${"]}".repeat(pairs)}`;
  expect(() => parseJson(utf8(deep("[[]]")), "it")).not.toThrow();
  expect(() => parseJson(utf8(deep('{"a":1,"a":1}')), "it")).toThrow("each member once");
  for (const inner of [deep("[[[]]]"), deep("1", 100_000)])
    expect(() => parseJson(utf8(inner), "it")).toThrow("128 deep or less");
});

test.each([
  ["bytes that are no UTF-8", bytes(0x22, 0xff, 0x22)],
  ["a byte order mark", bytes(0xef, 0xbb, 0xbf, 0x31)],
  ["no JSON", utf8("{")],
])("%s is no JSON file", (_what, file) => {
  expect(() => parseJson(file, "it")).toThrow(malformed);
});
