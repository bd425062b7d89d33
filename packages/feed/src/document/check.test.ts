import { expect, test } from "vitest";
import { looseObject, string } from "zod/mini";
import { check } from "./check.ts";

const later: { format: unknown }[] = [2, "2", null, [], {}, { toString: 1, valueOf: 1 }].map((format) => ({ format }));

test.each(later)("a later format is told, whatever stands there: %j", ({ format }) => {
  const read = () => check(looseObject({ name: string() }), { format, name: "x" }, "the file");
  expect(read).toThrow(/^Expected the file to be of format 1, found (?:2|a \w+)\.$/);
  expect(read).toThrow(expect.objectContaining({ code: "unsupported" }));
});
