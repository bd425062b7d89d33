const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Control characters, which XML 1.0 §2.2 has no place for; lone surrogates become U+FFFD by `toWellFormed`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unrepresentable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for HTML or XML, in content or in a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replace(unrepresentable, "\ufffd")
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
