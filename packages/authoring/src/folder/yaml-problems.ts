import { type Document, isScalar, type Node, type Pair, visit, type YAMLError } from "yaml";
import { exampleNamed } from "../format/spot.ts";
import { isForbiddenName } from "./nesting.ts";
import type { Finding, Place } from "./report.ts";
import type { RuleId } from "./rules.ts";

/** Where an offset of the text stands. */
type At = (offset: number) => Place;

/**
 * What keeps a text from being YAML. One slip of indentation makes the parser stumble again further on: of such the first
 * is told, and everything that stands for itself.
 */
export function syntaxProblems(document: Document, text: string, at: At): Finding[] {
  const findings = [...document.errors, ...document.warnings].map((error) => syntaxProblem(error, text, at));
  const structural = findings.filter(({ rule }) => !independent.has(rule));
  const first = findings.find(({ rule }) => rule === "yaml-tab") ?? structural[0];
  const version = document.directives?.yaml;
  const isOther = version?.explicit && version.version !== "1.2";
  const words = { expected: "YAML 1.2", found: "another version", fix: "Remove the %YAML line." };
  return [
    ...(isOther ? [{ ...at(0), path: "", rule: "yaml-document" as const, ...words }] : []),
    ...findings.filter((one) => one === first || (independent.has(one.rule) && one.line !== first?.line)),
  ];
}

/** Rules of which one finding is no consequence of another. */
const independent: ReadonlySet<RuleId> = new Set<RuleId>([
  "duplicate-name",
  "yaml-document",
  "yaml-quotes",
  "yaml-tab",
]);

function syntaxProblem({ code, message, pos: [offset] }: YAMLError, text: string, at: At): Finding {
  const rest = text.slice(offset).split("\n", 1)[0] ?? "";
  const found = seen(code, rest) ?? message.replace(/\.$/, "");
  const line = lineAt(text, offset);
  const finding = (place: Place, [rule, expected, fix]: Advice): Finding => ({
    ...place,
    path: "",
    rule,
    expected,
    found,
    fix,
    example: exampleOf(text, place),
  });
  if (code === "BLOCK_AS_IMPLICIT_KEY" || code === "MULTILINE_IMPLICIT_KEY") {
    if (/^\s*-[^\s-]/.test(line)) return finding(at(offset - lineTo(text, offset).trimStart().length), hyphen);
    if (code === "MULTILINE_IMPLICIT_KEY" && !line.includes(":")) return finding(at(offset), colon);
    // A text without a colon goes on in the next line, which is what is set in too far.
    if (!/:(?:\s|$)/.test(rest)) return finding(at(nextLine(text, offset)), indentation);
    return finding(at(offset), quotes);
  }
  if (/without - indicator/.test(message)) return finding(at(nextLine(text, offset - 1)), indentation);
  if (/end with a/.test(message)) return finding(at(offset), bracket);
  return finding(at(offset), advice[code] ?? otherwise);
}

/** What stands there, where the parser's message says what was expected. */
function seen(code: string, rest: string): string | undefined {
  if (code === "TAB_AS_INDENT") return "a tab";
  const [name] = /^["']?[\w-]+["']?/.exec(rest) ?? [];
  return code === "DUPLICATE_KEY" && name ? `\`${name}\` once more` : undefined;
}

/** What stands before an offset in its line. */
const lineTo = (text: string, offset: number): string => text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);

const lineAt = (text: string, offset: number): string => {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return text.slice(start).split("\n", 1)[0] ?? "";
};

const anEntry = "subprocessors:\n  - id: acme-cloud\n    name: Acme Cloud";

/** The member that a line begins with, as it is written; where it begins with none, an entry. */
function exampleOf(text: string, { line }: Place): string {
  const [, name = ""] = /^\s*-?\s*["']?([A-Za-z]+)/.exec(text.split("\n", line)[line - 1] ?? "") ?? [];
  return exampleNamed(name) ?? anEntry;
}

/** The first character of the line after an offset's. */
function nextLine(text: string, offset: number): number {
  const start = text.indexOf("\n", offset) + 1;
  return start === 0 ? offset : start + (/^ */.exec(text.slice(start))?.[0].length ?? 0);
}

type Advice = readonly [rule: RuleId, expected: string, fix: string];

const otherwise: Advice = ["yaml-syntax", "YAML 1.2", "Compare the indentation and quotes with the lines around."];
const bracket: Advice = [
  "yaml-syntax",
  "a quote or bracket to be closed",
  "Close it on the same line, or quote the whole text.",
];
const hyphen: Advice = ["yaml-syntax", "a blank behind the hyphen of an entry", "Write - id: acme-cloud."];
const colon: Advice = ["yaml-syntax", "a colon behind a name", "Write name: value."];
const indentation: Advice = [
  "yaml-indentation",
  "the same indentation for members of one entry",
  "Align the line with the ones above, by spaces.",
];
const quotes: Advice = [
  "yaml-quotes",
  "a text with “: ” in it, or that begins with a sign of YAML (@ ` % & * ! | > [ {), in quotes",
  'Put the whole text in quotes: "Hosting: servers".',
];

const advice: Record<string, Advice> = {
  DUPLICATE_KEY: ["duplicate-name", "each name once", "Keep one of the two, or rename one."],
  MULTIPLE_DOCS: ["yaml-document", "one document in the file", "Remove the line `---` and what follows it."],
  TAG_RESOLVE_FAILED: ["yaml-document", "plain YAML without tags (!name)", "Remove the tag."],
  TAB_AS_INDENT: ["yaml-tab", "spaces before a name", "Replace the tab by two spaces."],
  MISSING_CHAR: bracket,
  BAD_INDENT: indentation,
  BAD_SCALAR_START: quotes,
};

/** Names must be texts: `2026: x` and `? [a]` would be renamed silently on the way to JSON. */
export function nameProblems(document: Document, at: At): Finding[] {
  const problems: Finding[] = [];
  visit(document, {
    Pair: (_, { key }: Pair<unknown, unknown>) => {
      const name = isScalar(key) ? key.value : undefined;
      if (name === "<<") {
        problems.push({
          ...at((key as Node | null)?.range?.[0] ?? 0),
          path: "",
          rule: "merge-key",
          expected: "no merge key",
          found: "`<<`",
          fix: "YAML 1.2 has none: write the members out, or state them once in a group's `common`.",
          example: anEntry,
        });
        return;
      }
      if (typeof name === "string" && !isForbiddenName(name)) return;
      problems.push({
        ...at((key as Node | null)?.range?.[0] ?? 0),
        path: "",
        rule: "name-form",
        expected: "a name made of text",
        found: typeof name === "string" ? `\`${name}\`` : "a number, list or alias",
        fix: 'Put the name in quotes, such as "2026": …, or choose another.',
        example: anEntry,
      });
    },
  });
  return problems;
}
