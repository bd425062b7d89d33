import { TrustCenterError } from "../errors.ts";

/**
 * Bytes to JSON: fatal UTF-8, no byte order mark.
 *
 * @param what Names the file in the error.
 * @throws {TrustCenterError} `malformed`
 */
export function parseJson(bytes: Uint8Array, what: string): unknown {
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

/**
 * Like {@link parseJson}, and refuses duplicate member names and deep nesting: two parsers must not read one signed
 * document in two ways (RFC 8259 §4).
 *
 * @throws {TrustCenterError} `malformed`
 */
export function parseStrictJson(bytes: Uint8Array, what: string, maxDepth: number): unknown {
  const value = parseJson(bytes, what);
  // A Set for each open object, null for each open array. The text is known to be JSON.
  const open: (Set<string> | null)[] = [];
  let expectName = false;
  for (const [token] of decodeUtf8(bytes).matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    if (token === "{" || token === "[") {
      open.push(token === "{" ? new Set() : null);
      expectName = token === "{";
    } else if (token === "}" || token === "]") {
      open.pop();
      expectName = false;
    } else if (token === ",") {
      expectName = open.at(-1) != null;
    } else if (expectName) {
      const names = open.at(-1) as Set<string>;
      const name = JSON.parse(token) as string;
      if (names.has(name)) {
        throw new TrustCenterError("malformed", `Expected ${what} to name each member once, found ${token} twice.`);
      }
      names.add(name);
      expectName = false;
    }
    if (open.length > maxDepth) {
      throw new TrustCenterError("malformed", `Expected ${what} to be nested ${maxDepth} deep or less.`);
    }
  }
  return value;
}
