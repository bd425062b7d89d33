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
