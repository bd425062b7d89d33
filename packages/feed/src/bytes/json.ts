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
  return asWritten(parse(bytes, what), bytes, { what, maxDepth });
}

/**
 * {@link parseJson} of what may take a reader's machine a noticeable time.
 *
 * @param pause Lets it answer its reader meanwhile.
 */
export async function parseLongJson(bytes: Uint8Array, what: string, pause: () => Promise<void>): Promise<unknown> {
  const value = parse(bytes, what);
  await pause();
  return asWritten(value, bytes, { what, maxDepth: limits.documentDepth });
}

/** A value that holds all that is written. */
function asWritten(value: unknown, bytes: Uint8Array, { what, maxDepth }: { what: string; maxDepth: number }): unknown {
  const { names, depth } = written(bytes);
  // A parser keeps one of two members of a name: then there are fewer members than names.
  if (depth <= maxDepth && names === countMembers(value)) return value;
  throw new TrustCenterError(
    "malformed",
    `Expected ${what} to name each member once, and to be nested ${maxDepth} deep or less.`,
    { file: what },
  );
}

function parse(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes));
  } catch (cause) {
    throw new TrustCenterError("malformed", `Expected ${what} to be JSON in UTF-8.`, { file: what }, { cause });
  }
}

/** Fatal UTF-8. A byte order mark stays in the text, where every parser here refuses it. */
export function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** How many names of members are written in what is known to be JSON, and how deep it is nested. */
function written(bytes: Uint8Array): { names: number; depth: number } {
  let [names, depth, deepest] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at++) {
    let byte = bytes[at];
    if (byte === 0x22 /* " */) {
      // To the end of the string, over what a backslash escapes.
      for (byte = bytes[++at]; byte !== 0x22; byte = bytes[++at]) if (byte === 0x5c /* \ */) at++;
    } else if (byte === 0x3a /* : */) names++;
    else if (byte === 0x7b /* { */ || byte === 0x5b /* [ */) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x7d /* } */ || byte === 0x5d /* ] */) depth--;
  }
  return { names, depth: deepest };
}

const isNested = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object";

/** How many members a value has, down to its last. By recursion: its depth is known to be small. */
function countMembers(value: unknown): number {
  let count = 0;
  if (Array.isArray(value)) for (const one of value) count += isNested(one) ? countMembers(one) : 0;
  else if (isNested(value)) {
    for (const name of Object.keys(value)) count += 1 + (isNested(value[name]) ? countMembers(value[name]) : 0);
  }
  return count;
}
