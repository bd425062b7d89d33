import { isScalar, parseDocument, type Scalar, visit } from "yaml";
import { addWords, type WordCount } from "./words.ts";

/** Members whose values are codes of the format, not words of the page. */
const codes = new Set(
  "id groups before kind type field priority relation country role languages by guess format sha256 file".split(" "),
);

/** Steps to a member of the document: the document, and its map. */
const topLevel = 2;

/**
 * Counts the words of a draft, out of its files alone: values of the list and what stands behind them, and in the record
 * the headings, each as often as it stood in the source, and what was not placed.
 */
export function wordsOfDraft(list: string, record: string): WordCount {
  const count: WordCount = new Map();
  const document = parseDocument(list);
  document.delete("publish");
  document.delete("publisher");
  const { subprocessors = [] } = document.toJS() as { subprocessors?: Named[] };
  subprocessors.forEach(({ name, legalEntity }, at) => {
    // The name of a legal person that is the name of the entry stood once on the page.
    if (!legalEntity || !String(name).includes(legalEntity.name)) return;
    const node = document.getIn(["subprocessors", at, "legalEntity", "name"], true);
    if (isScalar(node)) node.value = "";
  });
  visit(document, {
    Pair: (_, { key, value }, path) => {
      const name = String((key as Scalar).value);
      const { comment } = (value ?? {}) as { comment?: string | null };
      // At the top, `groups` are the groups themselves.
      if (codes.has(name) && !(name === "groups" && path.length === topLevel)) {
        if (comment) addWords(count, comment);
        // A code without words behind it is what the page says: “US”.
        else if (name === "country") addWords(count, String((value as Scalar).value));
        return visit.SKIP;
      }
      // Headings stand in the record, and trade names in the name.
      return name === "columns" || name === "label" || name === "tradeNames" ? visit.SKIP : undefined;
    },
    Scalar: (key, node) => {
      if (key === "key") return;
      if (node.comment) addWords(count, node.comment);
      addWords(count, String(node.value));
    },
  });
  const { columns = [], notPlaced = [] } = parseDocument(record).toJS() as {
    columns?: { label: string; lines: number[] }[];
    notPlaced?: { text: string }[];
  };
  for (const { label, lines } of columns) if (!/^Column \d+$/.test(label)) addWords(count, label, lines.length);
  for (const { text } of notPlaced) addWords(count, text);
  return count;
}

interface Named {
  name: unknown;
  legalEntity?: { name: string };
}
