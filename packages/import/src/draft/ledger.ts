import { isSafeUrl } from "@trust-center/feed";
import { oneLine, type Run } from "../model/document.ts";

/** Words of the source that are not in the list, with where they stood. */
export interface NotPlaced {
  line: number;
  what: string;
  text: string;
}

/** What somebody who knows the list has to decide. */
export interface Question {
  line: number;
  text: string;
}

/** What an import keeps beside the list: what was not placed, and what is to be asked. */
export interface Ledger {
  notPlaced: NotPlaced[];
  questions: Question[];
  keep(line: number, what: string, text: string): void;
  ask(line: number, text: string): void;
  /** The whole address of a link; one that is not known without its page is kept apart. */
  address(href: string, line: number): string | undefined;
}

/** @param base The page's own address, which its links start from. */
export function createLedger(base: string | undefined): Ledger {
  const notPlaced: NotPlaced[] = [];
  const questions: Question[] = [];
  const ledger: Ledger = {
    notPlaced,
    questions,
    keep: (line, what, text) => {
      const words = text.trim();
      if (words === "") return;
      notPlaced.push({ line, what, text: words });
      if (what === "struck out")
        ledger.ask(line, `“${shortened(words)}” is struck out on the page, and was left out: does it still hold?`);
      if (what === "hidden")
        ledger.ask(line, `“${shortened(oneLine(words))}” is hidden in the workbook, and was left out: does it hold?`);
    },
    ask: (line, text) => {
      if (!questions.some((one) => one.line === line && one.text === text)) questions.push({ line, text });
    },
    address: (href, line) => {
      const found = isSafeUrl(href) ? href : base && !href.startsWith("#") ? URL.parse(href, base)?.href : undefined;
      if (found && isSafeUrl(found)) return found;
      ledger.keep(line, "link that is not whole", href);
      return undefined;
    },
  };
  return ledger;
}

/** Characters of a text that a question repeats. */
const mostAsked = 80;

const shortened = (text: string): string => (text.length > mostAsked ? `${text.slice(0, mostAsked)}…` : text);

/** Runs whose links have whole addresses. */
export function withAddresses(runs: readonly Run[], line: number, ledger: Ledger): Run[] {
  let address: string | undefined;
  return runs.map(({ link, ...run }, at) => {
    // One link can be several runs.
    if (link && runs[at - 1]?.link !== link) address = ledger.address(link, line);
    return link && address ? { ...run, link: address } : run;
  });
}
