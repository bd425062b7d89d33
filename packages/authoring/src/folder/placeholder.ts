import type { Finding } from "./report.ts";

/** Words of the template that `init` writes. */
const placeholder = /\bREPLACE[- ]ME\b/i;

/** Whether a text is what a template has in place of what is true. Signed, it would stand there for good. */
export const isPlaceholder = (text: string): boolean => placeholder.test(text);

/** What is wrong with one. */
export const placeholderWords = {
  expected: "your own words instead of an example",
  fix: "Write what is so, or remove it. `trust-center publish` signs what stands here for good.",
} as const;

/** Placeholders in a text file, each where it stands. */
export const placeholdersIn = (text: string, file: string): Finding[] =>
  text.split("\n").flatMap((line, at): Finding[] => {
    const column = line.search(placeholder) + 1;
    if (column === 0) return [];
    const found = `“${line.trim().slice(0, 60)}”`;
    return [{ file, line: at + 1, column, path: "", rule: "placeholder", found, ...placeholderWords }];
  });
