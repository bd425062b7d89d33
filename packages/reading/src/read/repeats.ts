/** Letters and digits alone, in lower case, between spaces: so that words are found whole. */
const bare = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

/**
 * A fact that is said twice, in a word of the format and in the publisher's text: the words that say it all, and what
 * the text adds to them. "Germany" and "Backups only" are two things, "Worldwide" and "Worldwide, by CDN" are one.
 *
 * @param sayings The same word in other languages, in which the publisher may have written.
 */
export function withoutRepeats(
  word: string,
  text: string,
  sayings: readonly string[] = [],
): [words: string, added: string] {
  if (!text || !word) return [word || text, ""];
  const known = [word, ...sayings].filter(Boolean).map(bare);
  const said = bare(text);
  if (known.some((one) => one.includes(said))) return [word, ""];
  return known.some((one) => said.includes(one)) ? [text, ""] : [word, text];
}
