import type { Cell, Run } from "../model/document.ts";
import { trimRuns } from "../model/document.ts";

const address = /https?:\/\/[^\s<>"'`|\\)\]]*[^\s<>"'`|\\)\].,;:!?]/g;

/** A cell of a file without marks: addresses in it are links. */
export const cellOf = (text: string): Cell => ({ runs: runsOfText(text) });

/** A text without marks, with its addresses as links. */
export function runsOfText(text: string): Run[] {
  const runs: Run[] = [];
  let last = 0;
  for (const match of text.matchAll(address)) {
    if (match.index > last) runs.push({ text: text.slice(last, match.index) });
    runs.push({ text: match[0], link: match[0] });
    last = match.index + match[0].length;
  }
  if (last < text.length) runs.push({ text: text.slice(last) });
  return trimRuns(runs);
}
