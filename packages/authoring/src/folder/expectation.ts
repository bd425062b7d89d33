import type { Kind } from "../format/members.ts";
import type { Path } from "../format/path.ts";
import type { RuleId } from "./rules.ts";

/** The part of a zod issue that is used here. */
export interface Issue {
  code?: string | undefined;
  path: readonly PropertyKey[];
  expected?: string;
  pattern?: string;
  values?: readonly unknown[];
  minimum?: unknown;
  maximum?: unknown;
  errors?: readonly (readonly Issue[])[];
  issues?: readonly Issue[];
  /** Names that a closed object does not know. */
  keys?: readonly string[];
}

/** What was expected at a place, and an example of it. */
export interface Expectation {
  rule: RuleId;
  path: Path;
  expected: string;
  example: string;
  /** It is about the name of a member, not about its value. */
  isAboutName?: boolean;
}

/** What a member of a kind is expected to be, where it is of another type than any of its alternatives. */
export const kindWords: Partial<Record<Kind, { rule: RuleId; expected: string; example: string }>> = {
  fuzzyDate: {
    rule: "date",
    expected: "a date: a year, a month or a day that the calendar has",
    example: '"2026", 2026-04 or 2026-04-30',
  },
  period: {
    rule: "period",
    expected: "an ISO 8601 duration in capital letters",
    example: "P30D (thirty days), P2W, P1M",
  },
};

/** Regular expressions of the schema, known by a piece of their source, in words. */
const patterns: [piece: string, rule: RuleId, expected: string, example: string][] = [
  [
    "?#@",
    "feed-address",
    "an address that starts with https:// and ends with /",
    "https://acme.example/.well-known/trust-center/",
  ],
  ["http[^?#]", "address", "an address that starts with https:// and ends with /", "https://acme.example/api/"],
  [
    "^sha256-[A-Za-z0-9_-]{43}$",
    "text-form",
    "the pin of a feed, as its vendor names it",
    "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
  ],
  ["sha(?:256", "text-form", "a hash as the attribute `integrity` has it", "sha384-…"],
  [
    "https?:",
    "address",
    "an address that starts with https://, http://, mailto: or tel:",
    "https://acme.example/privacy",
  ],
  ["\\d{1,4}D$/", "period", "a number of days (ISO 8601)", "P30D"],
  ["^P[1-9]", "period", "a number of days (ISO 8601), one or more", "P30D"],
  ["^P", "period", "an ISO 8601 duration in capital letters", "P30D (thirty days), P2W, P1M"],
  ["T(?:[01]", "date", "an instant in UTC with seconds", "2026-11-23T09:30:00Z"],
  ["^(?:\\d{4}-(?:(", "date", "a day that the calendar has", "2026-04-30"],
  ["\\d{4}(?:-", "date", "a date: a year, a month or a day that the calendar has", '"2026", 2026-04 or 2026-04-30'],
  ["^[A-Z]{2}$", "country-code", "a country code of two capital letters (ISO 3166-1)", "DE"],
  ["[A-Za-z]{2,8}", "language-tag", "a language tag (BCP 47)", "en, es, pt-BR"],
  ["[0-9a-f]{64}", "text-form", "a SHA-256 in lower-case hex", "leave it out: publish fills it in"],
];

const types: Record<string, [expected: string, example: string]> = {
  string: ["a text", "Hosting"],
  object: ["members below the name, each on a line of its own", "name: Acme"],
  record: ["one text for each language", "{ en: Hosting, es: Alojamiento }"],
  array: ["a list, each entry on a line that starts with “- ”", "- Hosting"],
  boolean: ["true or false", "true"],
  int: ["a whole number", "2"],
  number: ["a number", "2"],
};

/** Puts a schema issue into words. Of a union, the alternative that came nearest is described. */
export function expectationOf(issue: Issue, value: unknown, base: Path = []): Expectation {
  const path = [...base, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  if (issue.code === "invalid_union") return unionExpectation(issue, value, path);
  if (issue.code === "invalid_key" && issue.issues?.[0])
    return { ...expectationOf(issue.issues[0], value), path, isAboutName: true };
  if (issue.code === "unrecognized_keys") {
    const name = issue.keys?.[0] ?? "";
    const expected = "a name that is known here";
    return { rule: "unknown-member", path: [...path, name], expected, example: "", isAboutName: true };
  }
  if (issue.code === "invalid_value") {
    const values = (issue.values ?? []).map(String);
    const expected = values.length > 1 ? `one of ${values.join(", ")}` : String(values[0]);
    return { rule: "one-of", path, expected, example: values[0] ?? "" };
  }
  if (issue.code === "too_small") {
    return { rule: "empty-name", path, expected: "a text that is not empty", example: "acme-cloud" };
  }
  if (issue.pattern) {
    const [, rule, expected, example] = patterns.find(([piece]) => issue.pattern?.includes(piece)) ?? [];
    return {
      rule: rule ?? "text-form",
      path,
      expected: expected ?? `a text of the form ${issue.pattern}`,
      example: example ?? "",
    };
  }
  const [expected, example] = types[issue.expected ?? ""] ?? ["another value", ""];
  return { rule: "wrong-type", path, expected, example };
}

/** The first issue of an alternative, of nested ones each. A tree is what publishing makes: nobody writes one. */
const leaves = (issues: readonly Issue[]): Issue[] =>
  issues.slice(0, 1).flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.path.length > 0) return [issue];
    const inner = (issue.errors ?? []).flatMap(leaves);
    return inner.some(({ expected }) => expected === "string")
      ? inner.filter(({ expected }) => expected !== "object")
      : inner;
  });

/** What is wrong inside the alternative of the same shape says more than "none of them". */
function unionExpectation(issue: Issue, value: unknown, path: Path): Expectation {
  const alternatives = issue.errors ?? [];
  const inner = alternatives.find(
    (issues) =>
      issues.length > 0 &&
      issues.every(
        ({ code, path, pattern }) =>
          path.length > 0 ||
          (pattern !== undefined && code === "invalid_format" && typeof valueAt(value, issue.path) === "string"),
      ),
  );
  if (inner?.[0]) return expectationOf(inner[0], valueAt(value, issue.path), path);
  const all = alternatives.flatMap(leaves).map((one) => expectationOf(one, undefined));
  const expected = [...new Set(all.map(({ expected }) => expected))].join(", or ");
  const [first] = all;
  return {
    rule: ruleOf(all, value, issue),
    path,
    expected: expected || "another value",
    example: first?.example ?? "",
  };
}

/** A text that none of the alternatives takes departs from the form of one; anything else is of another type. */
function ruleOf(all: readonly Expectation[], value: unknown, { path }: Issue): RuleId {
  const [rule] = typeof valueAt(value, path) === "string" ? all.map(({ rule }) => rule).filter(isForm) : [];
  return rule ?? "wrong-type";
}

const isForm = (rule: RuleId): boolean => rule !== "wrong-type";

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return at;
}

/** A value in the words of a message, short. */
export function foundText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "an empty value";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "members";
  if (typeof value === "string") return value.length > 60 ? `“${value.slice(0, 60)}…”` : `“${value}”`;
  return `the ${typeof value} ${String(value)}`;
}

/** Visits a value and everything in it, each with its path. */
export function eachValue(value: unknown, path: Path, visit: (path: Path, value: unknown) => void): void {
  visit(path, value);
  if (value === null || typeof value !== "object") return;
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) eachValue(member, [...path, isList ? Number(name) : name], visit);
}
