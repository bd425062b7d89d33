import {
  type FeedContent,
  feedContentSchema,
  type Prose,
  type ProseTree,
  plainText,
  proseSchema,
} from "@trust-center/feed";
import { walkSchema } from "../format/schema-walk.ts";
import { parseMarkdown } from "./markdown.ts";
import type { Finding } from "./report.ts";
import { findingIn, type Path, type YamlSource } from "./yaml-source.ts";

/** Content whose formatted texts are trees, and what could not be said in one. */
export interface ResolvedProse {
  content: FeedContent;
  problems: Finding[];
}

/**
 * Reads the Markdown of every member that may be formatted. What has no marks stays the string that it is.
 *
 * @param content As the author wrote it, and as the schema allows.
 */
export function resolveProseOf(source: YamlSource, content: FeedContent): ResolvedProse {
  const report = findingIn(source);
  const problems: Finding[] = [];
  const resolved = structuredClone(content);
  const parse = (text: string, path: Path): string | ProseTree => {
    const parsed = parseProse(text);
    problems.push(
      ...parsed.problems.map(({ expected, found, fix }) => report("markdown", path, { expected, found, fix })),
    );
    return parsed.value;
  };
  for (const [path, value] of prosesOf(content)) {
    if (typeof value === "string") put(resolved, path, parse(value, path));
    else {
      for (const [language, text] of Object.entries(value)) {
        if (typeof text === "string") put(resolved, [...path, language], parse(text, [...path, language]));
      }
    }
  }
  return { content: resolved, problems };
}

/** Every text that may be formatted, with the way to it. */
function prosesOf(content: FeedContent): [Path, Prose][] {
  const found: [Path, Prose][] = [];
  walkSchema(feedContentSchema, content, [], ({ schema, value, path }) => {
    const isProse = schema === proseSchema;
    if (isProse) found.push([path, value as Prose]);
    return !isProse;
  });
  return found;
}

function put(content: object, path: Path, value: unknown): void {
  const owner = path.slice(0, -1).reduce((at, name) => (at as Record<string, object>)[name] as object, content);
  (owner as Record<string, unknown>)[String(path.at(-1))] = value;
}

/** In a text of one line, `> 30 days`, `# 1` and `1. May` are words. */
const blocks =
  "blockQuote codeFenced codeIndented definition headingAtx htmlFlow list setextUnderline table thematicBreak".split(
    " ",
  );

/** A text of several lines may be set in from the margin. */
const inSeveralLines = ["codeIndented"];

/** Turns an author's text into a tree where it has marks. Line ends and blanks alone are none. */
export function parseProse(text: string): {
  value: string | ProseTree;
  problems: ReturnType<typeof parseMarkdown>["problems"];
} {
  const { children, problems } = parseMarkdown(withSigns(text), text.trim().includes("\n") ? inSeveralLines : blocks);
  const tree: ProseTree = { type: "root", children };
  const isPlain = children.every(
    (node) => node.type === "paragraph" && node.children.every(({ type }) => type === "text"),
  );
  if (!isPlain) return { value: tree, problems };
  const words = plainText(tree);
  // `\*` and `&amp;` are marks as well: what they stand for is meant.
  return { value: blank(words) === blank(text) ? text : words, problems };
}

/** A star between two letters or digits is a sign, as in 5*3*2: it must not vanish. Nothing is escaped in code or in addresses. */
const withSigns = (text: string): string =>
  /`|:\/\//.test(text) ? text : text.replace(/(?<=[\p{L}\p{N}])\*(?=[\p{L}\p{N}])/gu, "\\*");

const blank = (text: string): string => text.replace(/\s+/g, " ").trim();
