/** A word that files of a feed have, and pages, parts of files and bytes that nobody unpacked have not beside braces. */
const word = /"(?:feed|subprocessors|policy|body|change)"/;

/** What looks as if it wanted to be a file of a feed: an object, or lines of them. */
function isClaim(text: string): boolean {
  const whole = text.trim();
  return whole.startsWith("{") && whole.endsWith("}") && word.test(whole);
}

/**
 * Whether something that is no file of a feed at all answered in the place of one: the page of a sign-in or of a site that
 * answers every address with one, nothing, an answer that broke off, bytes that nobody unpacked. Nobody forged anything, as
 * nothing of it could be taken for what was signed. What claims to be the file, and is another one, is somebody's.
 *
 * @param texts What the answer says, in the encodings that it may have.
 */
export const isElsewhere = (texts: readonly string[]): boolean => !texts.some(isClaim);
