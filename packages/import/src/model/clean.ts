/**
 * Characters that nobody sees, and that a list may not hold: controls, marks of direction, blanks without width, halves
 * of characters. Pages have them in anchors and after copying.
 */
const unseen = /(?![\t\n\r])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u00ad\ufeff]|\p{Cs}/gu;

/** A text without characters that cannot be seen. */
export const clean = (text: string): string => text.replace(/\r\n?/g, "\n").replace(unseen, "");

/** Comments of MDX as those of HTML: an expression that holds nothing but a comment. Lines keep their numbers. */
export const withHtmlComments = (text: string): string =>
  text.replace(
    /\{\s*\/\*((?:(?!\*\/)[\s\S])*)\*\/\s*\}/g,
    (_, words: string) => `<!--${words.replaceAll("--", "")}-->`,
  );

/** A text without comments of HTML; one that nobody closed reaches to the end. */
export function withoutComments(text: string): string {
  let result = "";
  let at = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
    const end = text.indexOf("-->", start + 4);
    result += text.slice(at, start);
    if (end < 0) return result;
    at = end + 3;
  }
  return result + text.slice(at);
}
