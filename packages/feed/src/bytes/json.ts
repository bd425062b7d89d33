import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";

/**
 * Bytes to JSON: fatal UTF-8, no byte order mark, no member twice (two parsers must not read one signed document in two
 * ways, RFC 8259 §4), and no nesting that whoever walks the value would run out of stack in.
 *
 * @param what Names the file in the error.
 * @throws {TrustCenterError} `malformed`
 */
export function parseJson(bytes: Uint8Array, what: string, maxDepth: number = limits.documentDepth): unknown {
  const [value, text] = parse(bytes, what);
  let depth = 0;
  let members = 0;
  // By levels, not by recursion: hostile nesting must not exhaust the stack.
  for (let level = [value].filter(isNested); level.length > 0; depth++) {
    for (const one of level) if (!Array.isArray(one)) members += Object.keys(one).length;
    level = level.flatMap((one) => Object.values(one) as unknown[]).filter(isNested);
  }
  // A parser keeps one of two members of a name: then there are fewer members than names.
  if (depth <= maxDepth && members === countNames(text)) return value;
  throw new TrustCenterError(
    "malformed",
    `Expected ${what} to name each member once, and to be nested ${maxDepth} deep or less.`,
    { file: what },
  );
}

function parse(bytes: Uint8Array, what: string): [value: unknown, text: string] {
  try {
    const text = decodeUtf8(bytes);
    return [JSON.parse(text), text];
  } catch (cause) {
    throw new TrustCenterError("malformed", `Expected ${what} to be JSON in UTF-8.`, { file: what }, { cause });
  }
}

/** Fatal UTF-8. A byte order mark stays in the text, where every parser here refuses it. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

const isNested = (value: unknown): value is object => value !== null && typeof value === "object";

/** Names of members in a text that is known to be JSON: without its escapes, what stands between two strings tells. */
function countNames(text: string): number {
  let count = 0;
  let isString = true;
  for (const part of text.replace(/\\./g, "").split('"')) {
    isString = !isString;
    if (!isString && /^\s*:/.test(part)) count++;
  }
  return count;
}
