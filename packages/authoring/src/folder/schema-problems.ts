import { feedContentSchema } from "@trust-center/feed";
import { type Expectation, expectationOf, foundText, type Issue, valueAt } from "./expectation.ts";
import { nearestName } from "./known-fields.ts";
import type { Problem } from "./report.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Whatever can be parsed by zod, whole or mini. */
interface Schema {
  safeParse(value: unknown, context?: object): { success: boolean; error?: { issues: readonly unknown[] } | undefined };
}

/** Where content departs from the schema of the feed. */
export const contentProblems = (source: YamlSource, content: unknown): Problem[] =>
  schemaProblems(feedContentSchema, source, content, []);

/** Where a value departs from a schema. `base` leads to the value in the file. */
export function schemaProblems(schema: Schema, source: YamlSource, value: unknown, base: Path): Problem[] {
  const result = schema.safeParse(value, { jitless: true });
  return (result.error?.issues ?? []).map((issue) => toProblem(issue as Issue, source, value, base));
}

function toProblem(issue: Issue, source: YamlSource, value: unknown, base: Path): Problem {
  const expectation = expectationOf(issue, value);
  const path = [...base, ...expectation.path];
  const found = valueAt(value, expectation.path);
  const name = expectation.path.at(-1);
  const missing = found === undefined && issue.code !== "invalid_key";
  const subject = typeof name === "string" && issue.code !== "invalid_key" ? `\`${name}\` to be ` : "";
  const key = issue.code === "invalid_key" ? `“${String(name)}”` : foundText(found);
  return {
    ...(issue.code === "invalid_key" ? source.placeOfKey(path) : source.placeOf(path)),
    path: path.join("/"),
    expected: `${subject}${expectation.expected}`,
    found: key,
    fix: fixOf(expectation, { found, missing, text: source.textOf(path), name }),
  };
}

/** What stands in the place of what was expected. */
interface Found {
  found: unknown;
  missing: boolean;
  /** As it is written in the file. */
  text: string | undefined;
  /** Of the member, or its place in a list. */
  name: string | number | undefined;
}

function fixOf({ example, expected }: Expectation, { found, missing, text, name }: Found): string {
  if (missing) return `Add it: \`${String(name)}: ${example || "…"}\`.`;
  if (expected.includes("text") && (typeof found === "number" || typeof found === "boolean")) {
    return `Put it in quotes: "${text ?? String(found)}".`;
  }
  if (/date/.test(expected) && typeof found === "number") return `Put it in quotes: "${text ?? String(found)}".`;
  if (/date/.test(expected) && typeof found === "string" && /^\d{4}-\d{2}-\d{2}$/.test(found)) {
    return 'Correct it. A wrong date of the original goes into words: { text: "30rd December 2018" }.';
  }
  if (expected.startsWith("one of ") && typeof found === "string") {
    const near = nearestName(found, expected.slice("one of ".length).split(", "));
    if (near) return `Write \`${near}\`.`;
  }
  return example ? `For example: ${example}.` : "See the format's documentation.";
}
