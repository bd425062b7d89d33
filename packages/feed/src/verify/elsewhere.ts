import { TrustCenterError } from "../errors.ts";

/** What files of a folder say that they are, and a member that tells them. Those of the history are lines. */
const kinds: Readonly<Record<string, { type: string; member: string }>> = {
  feed: { type: "feed", member: "subprocessors" },
  policies: { type: "policy", member: "body" },
  history: { type: "change", member: "change" },
};

/**
 * The error for an answer that is no file of a feed at all, in the place of one: the page of a sign-in or of a site that
 * answers every address with one, nothing, an answer that broke off, bytes that nobody unpacked. Nobody forged anything, as
 * nothing of it could be taken for what was signed. What says that it is the file, and is another one, stays an alarm.
 *
 * @param texts What the answer says, in the encodings that it may have.
 * @returns Undefined where it can be taken for the file
 */
export function answeredElsewhere(error: TrustCenterError, texts: readonly string[]): TrustCenterError | undefined {
  const { file } = error.evidence;
  const kind = kinds[String(file).split("/")[0] ?? ""];
  if (!kind || texts.some((text) => passesFor(kind, text))) return undefined;
  return new TrustCenterError(
    error.code,
    `Expected ${file}, found no such file in the answer: a page, nothing, or a part that broke off. Publishers: a file that is not there is a 404.`,
    { ...error.evidence, elsewhere: true },
    { cause: error },
  );
}

/** Whether a text says that it is of a kind, or looks as if it wanted to. */
function passesFor({ type, member }: { type: string; member: string }, text: string): boolean {
  const whole = text.trim();
  if (!whole.startsWith("{") || !whole.endsWith("}")) return false;
  try {
    const said = JSON.parse(whole);
    return said.type === type || Object.hasOwn(said, member);
  } catch {
    // Lines, or JSON that somebody broke.
    return true;
  }
}
