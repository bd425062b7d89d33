/**
 * A text for a line of Markdown. Feeds are other people's words: no markup, no list, no mention and no link comes of them
 * (CommonMark 0.31, §2.4, §5.2).
 */
export const escapeMarkdown = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\\`*_{}[\]()#!|~&]/g, (mark) => (mark === "&" ? "&amp;" : `\\${mark}`))
    .replace(/[@<>$]|:(?=\/\/)|(?<=www)\./gi, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/^([-+=](?=[\s\-+=]|$))/, "\\$1")
    .replace(/^(\d{1,9})\./, "$1\\.");

/** A text for a line of Markdown that stands there to the letter: nothing in it is markup or a link (CommonMark 0.31, §6.1). */
export function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const pad = /^`|`$/.test(text) ? " " : "";
  return `${fence}${pad}${text.toWellFormed().replace(/\s+/g, " ")}${pad}${fence}`;
}
