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

/** Whether Chinese of a tag is written in the traditional script: by its name, or by a region that implies it (CLDR, likely subtags). */
export const isTraditional = (tag: string): boolean => /hant|^zh-(?:tw|hk|mo)/i.test(tag);

/**
 * Which of some tags serves a reader: the first of theirs whose primary language is there. Of several in that language those
 * in the reader's script, and of these the longest that the reader's tag begins with (RFC 4647 §3.4, lookup).
 *
 * @param tags BCP 47, as are the reader's.
 */
export function languageFor(tags: readonly string[], reader: readonly string[]): string | undefined {
  for (const wanted of reader) {
    const begins = (tag = "") => `${wanted}-`.toLowerCase().startsWith(`${tag}-`.toLowerCase());
    // No tag is as long as a script is worth.
    const fits = (tag: string) => +begins(tag) * tag.length + 99 * +(isTraditional(tag) === isTraditional(wanted));
    const [found] = tags.filter((tag) => begins(tag.split("-")[0])).sort((a, b) => fits(b) - fits(a));
    if (found) return found;
  }
  return undefined;
}

/** Picks the variant of a text for a reader ({@link languageFor}), else the publisher's first. */
export function resolveProse(prose: Prose | undefined, languages: readonly string[]): Resolved<string | ProseTree> {
  if (prose === undefined) return { value: "" };
  if (typeof prose === "string" || isProseTree(prose)) return { value: prose };
  const tags = Object.keys(prose);
  const lang = languageFor(tags, languages) ?? tags[0];
  return lang === undefined ? { value: "" } : { value: prose[lang] ?? "", lang };
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
