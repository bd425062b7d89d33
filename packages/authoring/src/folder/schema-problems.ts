import { feedContentSchema } from "@trust-center/feed";
import { exampleAt, spotAt } from "../format/spot.ts";
import { type Expectation, expectationOf, foundText, type Issue, kindWords, valueAt } from "./expectation.ts";
import { meantName, nearestName } from "./known-fields.ts";
import { meantBy, plain, tagMeantBy } from "./meant.ts";
import type { Edit, Finding } from "./report.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Whatever can be parsed by zod, whole or mini. */
interface Schema {
  safeParse(value: unknown, context?: object): { success: boolean; error?: { issues: readonly unknown[] } | undefined };
}

/** Where content departs from the schema of the feed. */
export const contentProblems = (source: YamlSource, content: unknown): Finding[] =>
  schemaProblems(feedContentSchema, source, content, []);

/** Members of a file that is not the format's own, each with its value as it is written. */
export type Examples = Readonly<Record<string, string>>;

/**
 * Where a value departs from a schema. `base` leads to the value in the file.
 *
 * @param examples Of a file that is none of the format.
 */
export function schemaProblems(
  schema: Schema,
  source: YamlSource,
  value: unknown,
  base: Path,
  examples?: Examples,
): Finding[] {
  const result = schema.safeParse(value, { jitless: true });
  const findings = (result.error?.issues ?? []).flatMap((issue) =>
    oneByOne(issue as Issue).map((one) => toFinding(one, source, value, base, examples)),
  );
  // Of several forms that one text is asked for, the last is the narrowest.
  return findings.filter(({ path }, at) => !findings.slice(at + 1).some((later) => later.path === path));
}

/** Every name that a closed object does not know is a finding of its own. */
const oneByOne = (issue: Issue): Issue[] =>
  issue.code === "unrecognized_keys" ? (issue.keys ?? []).map((key) => ({ ...issue, keys: [key] })) : [issue];

function toFinding(issue: Issue, source: YamlSource, value: unknown, base: Path, examples?: Examples): Finding {
  const nearest = expectationOf(issue, value);
  const path = [...base, ...nearest.path];
  const names = examples ? Object.keys(examples) : spotAt(path.slice(0, -1)).names;
  const own = examples && { example: examples[String(path.at(-1))] ?? "" };
  const expectation = { ...nearest, ...wordsOfKind(nearest, path), ...own };
  const found = valueAt(value, expectation.path);
  const name = expectation.path.at(-1);
  const { isAboutName = false } = expectation;
  const missing = found === undefined && !isAboutName;
  const subject = typeof name === "string" && !isAboutName ? `\`${name}\` to be ` : "";
  const text = source.textOf(path);
  const edit = missing ? undefined : meantAt(source, { ...expectation, path }, found);
  return {
    ...(isAboutName ? source.placeOfKey(path) : source.placeOf(path)),
    path: path.join("/"),
    rule: missing ? "missing-member" : expectation.rule,
    expected: `${subject}${expectation.expected}`,
    found: isAboutName ? `“${String(name)}”` : foundText(found),
    fix: fixOf({ ...expectation, path }, { found, missing, text, name, names, meant: edit?.text }),
    ...(edit && { edits: [edit] }),
  };
}

/** A member that is of another type than any of its alternatives is said to be what it is for. */
function wordsOfKind({ rule }: Expectation, path: Path) {
  const { member } = spotAt(path);
  if (rule !== "wrong-type" || member?.kind === undefined || member.name !== path.at(-1)) return {};
  return kindWords[member.kind];
}

/** What stands in the place of what was expected. */
interface Found {
  found: unknown;
  missing: boolean;
  /** As it is written in the file. */
  text: string | undefined;
  /** Of the member, or its place in a list. */
  name: string | number | undefined;
  /** Names that are known where it stands. */
  names: readonly string[];
  /** What can only be meant, where that is certain. */
  meant: string | undefined;
}

function fixOf(
  { example, expected, path, isAboutName }: Expectation,
  { found, missing, text, name, names, meant }: Found,
): string {
  if (missing) return `Add it: \`${exampleAt(path) ?? `${String(name)}: ${example || "…"}`}\`.`;
  if (isAboutName && meant !== undefined) return `Write \`${meant}\`.`;
  if (isAboutName && example === "") {
    const near = meantName(String(name), names);
    return near ? `Did you mean \`${near}\`? Else remove it.` : "Correct it, or remove it.";
  }
  if (/text|date/.test(expected) && (typeof found === "number" || typeof found === "boolean")) {
    return `Put it in quotes: "${text ?? String(found)}".`;
  }
  if (meant !== undefined) return `Write ${meant}.`;
  if (/date/.test(expected) && typeof found === "string" && /^\d{4}-\d{2}-\d{2}$/.test(found)) {
    return 'Correct it. A wrong date of the original goes into words: { text: "30rd December 2018" }.';
  }
  if (expected.startsWith("one of ") && typeof found === "string") {
    const near = nearestName(found, expected.slice("one of ".length).split(", "));
    return near ? `Write \`${near}\`.` : "Write one of them, or leave it out.";
  }
  const asWritten = /^(?:a list|members)/.test(expected) ? exampleAt(path) : undefined;
  if (asWritten !== undefined) return `For example: ${asWritten}.`;
  return example ? `For example: ${example}.` : "See the format's documentation.";
}

/** What can only be meant, where that is certain. */
function meantAt(source: YamlSource, { path, isAboutName }: Expectation, found: unknown): Edit | undefined {
  if (isAboutName) {
    const name = String(path.at(-1));
    const owner = path.slice(0, -1);
    const known = spotAt(owner).names.find((one) => plain(one) === plain(name));
    return renaming(source, path, tagMeantBy(name) ?? known);
  }
  const range = source.rangeOf(path);
  const written = source.textOf(path);
  const text = range && written !== undefined ? meantBy(found, written, spotAt(path).schemas) : undefined;
  return range && text !== undefined ? { ...range, text } : undefined;
}

/** Another name for a member, where nothing has that name already. */
export function renaming(source: YamlSource, path: Path, name: string | undefined): Edit | undefined {
  const range = source.rangeOfKey(path);
  if (name === undefined || !range || source.rangeOfKey([...path.slice(0, -1), name])) return undefined;
  return { ...range, text: name };
}
