import { announceSchema, feedContentSchema } from "@trust-center/feed";
import { expect, test } from "vitest";
import { settingsSchema, upSchema } from "../format/settings.ts";
import { expectationOf } from "./expectation.ts";

/** The regular expressions in a schema, wherever they stand. */
function patternsIn(schema: unknown, seen = new Set<unknown>()): string[] {
  if (schema === null || typeof schema !== "object" || seen.has(schema)) return [];
  seen.add(schema);
  if (schema instanceof RegExp) return [String(schema)];
  if (schema instanceof Set) return [];
  const { _zod: inner, ...own } = schema as { _zod?: { def?: unknown } };
  const parts = inner ? [inner.def] : Object.values(own);
  const lazy = (schema as { getter?: () => unknown }).getter?.();
  return [...parts, lazy].flatMap((part) => patternsIn(part, seen));
}

test("a text of a form is said in words, whichever form the format asks for", () => {
  const patterns = new Set(
    [feedContentSchema, announceSchema, settingsSchema, upSchema].flatMap((one) => patternsIn(one)),
  );
  expect(patterns.size).toBeGreaterThan(8);
  const bare = [...patterns].filter((pattern) => {
    const { expected, example } = expectationOf({ code: "invalid_format", path: [], pattern }, "");
    return example === "" || expected.includes("of the form /");
  });
  expect(bare).toEqual([]);
});
