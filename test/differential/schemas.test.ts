import { isDeepStrictEqual } from "node:util";
import { readConfigureGlobal } from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { Random } from "../fuzz/random.ts";
import { asInScript } from "./as-in-script.ts";
import { copy, mutateValue } from "./mutate-value.ts";
import { documents, within } from "./samples.ts";
import { type Checked, type Pair, pairs } from "./schemas.ts";

/** Values in a run: a hundred where laws have one history. */
const runs = 100 * Number(process.env.LAW_RUNS ?? 60);
const { seed = 1 } = readConfigureGlobal();

let schemas: Pair[];
/** Values to begin with. */
let pool: unknown[];
/** Those that each schema takes. */
let taken: Map<string, unknown[]>;

/**
 * The verdict on a value, the data, and where the first issue is. A further issue may be missing: none decides. Of what no
 * JSON gives the data may differ: the script takes it as it is.
 */
function verdict(schema: Checked, value: unknown) {
  try {
    const result = schema.safeParse(value, { jitless: true });
    if (result.success) return { data: isJson(value) ? result.data : undefined };
    return { at: result.error.issues[0]?.path?.map(String) };
  } catch (error) {
    return { thrown: (error as Error).name };
  }
}

/** Whether JSON gives such a value. */
function isJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null)
    return value === null || ["string", "number", "boolean"].includes(typeof value);
  const isList = Array.isArray(value);
  const names = Reflect.ownKeys(value).filter((name) => !isList || name !== "length");
  const members = Object.values(value);
  return (
    Object.getPrototypeOf(value) === (isList ? Array.prototype : Object.prototype) &&
    names.length === (isList ? value.length : members.length) &&
    // A list with a hole and a member of another name has as many names as items.
    (!isList || names.every((name, at) => name === String(at))) &&
    members.length === names.length &&
    members.every(isJson)
  );
}

/** @returns whether zod takes the value; fails where the two do not agree */
function takes({ name, zod, small }: Pair, value: unknown): boolean {
  const [expected, found] = [verdict(zod, value), verdict(small, value)];
  if (!isDeepStrictEqual(expected, found)) {
    const both = `zod: ${show(expected)}\nscript: ${show(found)}`;
    throw new Error(`${name} of ${show(value)}\n${both}\nLAW_SEED=${seed}`);
  }
  return "data" in expected;
}

const show = (value: unknown) =>
  JSON.stringify(value, (_key, one) =>
    /^(?:bigint|symbol|undefined|function)$/.test(typeof one) ? String(one) : one,
  )?.slice(0, 600);

beforeAll(async () => {
  schemas = await pairs();
  pool = [...new Set((await documents()).flatMap(within))];
  taken = new Map(
    schemas.map(({ name, zod }) => [name, pool.filter((value) => zod.safeParse(value, { jitless: true }).success)]),
  );
});

test("every schema takes something, and refuses something", () => {
  expect(schemas.length).toBeGreaterThan(40);
  const idle = [...taken].filter(([, values]) => values.length === 0 || values.length === pool.length);
  expect(
    idle.map(([name]) => name),
    "schemas without a value to begin with: add one to samples.ts",
  ).toEqual([]);
});

test("what vendors publish has one verdict", () => {
  const random = new Random(seed);
  for (const pair of schemas) for (let at = 0; at < 100; at++) takes(pair, random.pick(pool));
});

test("what was changed has one verdict", () => {
  const random = new Random(seed);
  let passed = 0;
  for (let at = 0; at < runs; at++) {
    const pair = schemas[at % schemas.length] as Pair;
    const value = mutateValue(random.pick(taken.get(pair.name) ?? []), random, pool);
    const before = copy(value);
    if (takes(pair, value)) passed++;
    expect(isDeepStrictEqual(before, copy(value)), `${pair.name} leaves what it reads as it is`).toBe(true);
  }
  // Values that are refused at a glance, or changed where nobody looks, would show little.
  expect(passed).toBeGreaterThan(runs / 5);
  expect(passed).toBeLessThan((runs * 4) / 5);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test("nesting beyond every stack ends in an error, and in no verdict", () => {
  const { small } = schemas.find(({ name }) => name === "dataItemSchema") as Pair;
  let deep: unknown = "end";
  for (let at = 0; at < 200_000; at++) deep = { text: "x", items: [deep] };
  expect(verdict(small, deep)).toEqual({ thrown: "RangeError" });
});

test.each([
  ["a constructor that it has not", 'import { number } from "zod/mini"; console.log(number());', "number"],
  ["another part of zod", 'import { z } from "zod"; console.log(z.string());', "zod"],
])("the script cannot be built with %s", async (_what, code, named) => {
  await expect(asInScript(code)).rejects.toThrow(named);
});
