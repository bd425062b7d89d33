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
  // A parser keeps one of two members of a name: then there are fewer members than names.
  if (countMembers(value, what, maxDepth) !== countNames(text)) {
    throw new TrustCenterError("malformed", `Expected ${what} to name each member once.`, { file: what });
  }
  return value;
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

/**
 * Members of all objects in a value, a level at a time.
 *
 * @throws {TrustCenterError} `malformed` where there are more levels
 */
function countMembers(value: unknown, what: string, maxDepth: number): number {
  let count = 0;
  let level = [value].filter(isNested);
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > maxDepth) {
      throw new TrustCenterError("malformed", `Expected ${what} to be nested ${maxDepth} deep or less.`);
    }
    level = level
      .flatMap((one) => {
        const inner: unknown[] = Object.values(one);
        if (!Array.isArray(one)) count += inner.length;
        return inner;
      })
      .filter(isNested);
  }
  return count;
}

/** Names of members in a text that is known to be JSON: strings with a colon behind them. */
function countNames(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', start)) {
    let end = text.indexOf('"', start + 1);
    while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
    start = end + 1;
    while (text.charCodeAt(start) <= space) start++;
    if (text[start] === ":") count++;
  }
  return count;
}

const space = 0x20;

/** Whether the quote there belongs to its string: behind an odd number of backslashes. */
function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text[quote - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}
