import { expect, test } from "vitest";
import { doings } from "./doings.ts";
import { confusion, matrixLines } from "./matrix.ts";

test("of vendors that each do one thing, honest or not, just that is told, though rounds are killed", {
  timeout: 300_000,
}, async () => {
  const found = await confusion({ vendors: doings.length, kills: 3, seed: 1 });
  const wrong = found.rows.filter(({ right, vendors }) => right !== vendors);
  expect(wrong.map(({ doing, wrong }) => [doing.name, [...wrong.keys()]])).toEqual([]);
  expect(found.rows.length).toBeGreaterThanOrEqual(25);
  expect(found.repeated).toBe(0);
  expect(matrixLines(found)).toHaveLength(doings.length);
});

test("each kind of doing has a name of its own", () => {
  expect(new Set(doings.map(({ name }) => name)).size).toBe(doings.length);
});
