import { createRequire } from "node:module";
import * as small from "../../packages/widget/script/small-schemas.ts";
import type { Checked, Pair } from "./schemas.ts";

type Constructors = typeof small;

/** What the constructors can be put together to, and the sources' schemas have not done yet. */
const combinations = (z: Constructors): Record<string, Checked> => {
  const tree: ReturnType<Constructors["string"]> = z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("leaf"), value: z.string().check(z.minLength(1)) }),
    z.looseObject({ kind: z.enum(["branch", "twig"]), below: z.array(z.lazy(() => tree)) }),
  ]);
  return {
    tree,
    members: z.looseObject({
      any: z.unknown(),
      mayBe: z.optional(z.unknown()),
      empty: z.nullable(z.optional(z.string())),
      full: z.optional(z.nullable(z.string())),
      either: z.union([z.optional(z.string()), z.int()]),
    }),
    lists: z.strictObject({
      holes: z.array(z.optional(z.string())),
      few: z.optional(z.array(z.union([z.string(), z.int()])).check(z.minLength(1), z.maxLength(3))),
      anything: z.optional(z.array(z.unknown()).check(z.maxLength(2))),
    }),
    checks: z.looseObject({
      both: z.optional(z.string().check(z.minLength(2), z.maxLength(4), z.regex(/^\p{L}+$/gu))),
      range: z.optional(z.int().check(z.gte(-3), z.lte(3))),
      own: z.optional(
        z.string().check(
          z.check(({ value, issues }) => {
            const issue = { code: "custom", path: ["here", 0] };
            if (value === "no") issues.push(issue);
          }),
          z.regex(/./),
        ),
      ),
    }),
    records: z.record(
      z.string().check(z.regex(/^[a-z_]+$/)),
      z.union([z.record(z.string(), z.nullable(z.int())), z.strictObject({ tag: z.literal(true), rest: z.unknown() })]),
    ),
  };
};

/** The combinations made by zod, and made as in the script. */
export function combined(): Pair[] {
  const require = createRequire(new URL("../../packages/feed/package.json", import.meta.url));
  const zod = combinations(require("zod/mini"));
  return Object.entries(combinations(small)).map(([name, made]) => ({ name, zod: zod[name] as Checked, small: made }));
}

/** A value that each of them takes. */
export const taken: readonly unknown[] = [
  { any: 1, mayBe: undefined, empty: null, full: "x", either: 4 },
  { holes: ["a", undefined], few: ["a", 1], anything: [null, Number.NaN] },
  { both: "äöü", range: -3, own: "yes" },
  { a: { b: null, c: 1 }, d: { tag: true, rest: undefined } },
  {
    kind: "branch",
    below: [
      { kind: "leaf", value: "x" },
      { kind: "twig", below: [] },
    ],
  },
];
