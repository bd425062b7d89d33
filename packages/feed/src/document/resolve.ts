import type { FlowNode, PhrasingNode, Prose, ProseTree } from "./prose.ts";

/** A text in the language that was found for a reader. `lang` is absent where the publisher gave none. */
export interface Resolved<T> {
  value: T;
  lang?: string;
}

/** A text without its form, in the language that was found for a reader. */
export type ResolvedText = Resolved<string>;

/** Whether a value of a text is a formatted one. Among languages, none has a list for its text. */
export const isProseTree = (value: unknown): value is ProseTree =>
  value !== null && typeof value === "object" && Array.isArray((value as Partial<ProseTree>).children);

/**
 * Picks the variant of a text for a reader: first exact tag, then same primary language, in the reader's order,
 * then the publisher's first variant (RFC 4647 §3.4, lookup).
 */
export function resolveProse(prose: Prose | undefined, languages: readonly string[]): Resolved<string | ProseTree> {
  if (prose === undefined) return { value: "" };
  if (typeof prose === "string" || isProseTree(prose)) return { value: prose };
  const tags = Object.keys(prose);
  for (const wanted of languages) {
    const primary = wanted.toLowerCase().split("-")[0];
    const tag =
      tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ??
      tags.find((tag) => tag.toLowerCase().split("-")[0] === primary);
    if (tag !== undefined) return { value: prose[tag] ?? "", lang: tag };
  }
  const first = tags[0];
  return first === undefined ? { value: "" } : { value: prose[first] ?? "", lang: first };
}

/** Like {@link resolveProse}, as a string: what is formatted, without its form ({@link plainText}). */
export function resolveText(text: Prose | undefined, languages: readonly string[]): ResolvedText {
  const found = resolveProse(text, languages);
  return { ...found, value: plainText(found.value) };
}

type AnyNode = ProseTree | FlowNode | PhrasingNode | { type: string; children: AnyNode[] };

/** What stands between the children of a node: blank lines between paragraphs, lines between entries and rows. */
const between: Record<string, string> = {
  root: "\n\n",
  blockquote: "\n\n",
  list: "\n",
  listItem: "\n",
  table: "\n",
  tableRow: " | ",
};

/** A text without its form: entries of a list on lines of their own, addresses of links behind their words. */
export function plainText(value: string | ProseTree): string {
  return typeof value === "string" ? value : plainNode(value);
}

function plainNode(node: AnyNode): string {
  if ("value" in node) return node.value;
  if (node.type === "break") return "\n";
  if (!("children" in node)) return "";
  const parts = (node.children as AnyNode[]).map(plainNode);
  if (node.type === "list") {
    const { ordered, start = 1 } = node as { ordered?: boolean; start?: number };
    return parts.map((part, at) => `${ordered ? `${start + at}.` : "•"} ${part}`).join("\n");
  }
  const words = parts.join(between[node.type] ?? "");
  // “acme.example” says where https://acme.example leads.
  if (!("url" in node) || (words !== "" && node.url.endsWith(words))) return words;
  return `${words} (${node.url})`;
}
