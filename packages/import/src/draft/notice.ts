import { type StatedTerm, termsIn } from "../meaning/notice.ts";
import { type Block, lineOf, oneLine } from "../model/document.ts";

/** Characters of a sentence that are shown with a question. */
const shown = 120;

/**
 * Asks about each term of notice that the page's own text states. None of them is written: contracts say what holds, and a
 * page may be wrong about them.
 */
export function askAboutNotice(blocks: readonly Block[], ask: (line: number, text: string) => void): void {
  const asked = new Set<string>();
  for (const { line, text } of textsOf(blocks)) {
    for (const term of termsIn(text)) {
      const key = `${term.member} ${term.period} ${term.businessDays}`;
      if (asked.has(key)) continue;
      asked.add(key);
      ask(line, question(line, term));
    }
  }
}

function question(line: number, { member, period, businessDays, sentence }: StatedTerm): string {
  const words = sentence.length > shown ? `${oneLine(sentence).slice(0, shown)}…` : oneLine(sentence);
  const value = businessDays ? `{ duration: ${period}, businessDays: true }` : period;
  const what = member === "noticePeriod" ? "how long before a change customers are told" : "how long they may object";
  return `“${words}” (line ${line}) says ${what}. If your contracts say so too, add it to the list: noticeTerms: { ${member}: ${value} }.`;
}

/** Texts of paragraphs and items, with their lines. */
const textsOf = (blocks: readonly Block[]): { line: number; text: string }[] =>
  blocks.flatMap((block): { line: number; text: string }[] => {
    if (block.type === "paragraph") return [{ line: block.line, text: lineOf(block.runs) }];
    if (block.type !== "list" && block.type !== "terms") return [];
    return block.items.flatMap(({ runs, blocks: inner, line }) => [{ line, text: lineOf(runs) }, ...textsOf(inner)]);
  });
