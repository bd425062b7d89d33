import { fail, require } from "./failure.ts";

/* §4: one way to read the bytes of a document. */

// biome-ignore lint/suspicious/noExplicitAny: what a document is, its schema says
export type Json = any;

/** Of a document that is no metadata. */
const mostDepth = 128;

/** Bytes to JSON, by the grammar of RFC 8259. */
export function parse(bytes: Uint8Array, depth = mostDepth): Json {
  const text = decode(bytes);
  const parser = new Parser(text, depth);
  const value = parser.value(0);
  parser.space();
  require(parser.at === text.length, "malformed", "something after the value");
  return value;
}

/** UTF-8, and nothing in its place: what does not come back as the same bytes is none. */
function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString("utf8");
  require(Buffer.from(text, "utf8").equals(buffer), "malformed", "no UTF-8");
  return text;
}

class Parser {
  at = 0;
  readonly #text: string;
  readonly #depth: number;

  constructor(text: string, depth: number) {
    this.#text = text;
    this.#depth = depth;
  }

  space(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  value(depth: number): Json {
    this.space();
    const next = this.#text[this.at];
    if (next === "{" || next === "[") {
      require(depth < this.#depth, "malformed", "nested too deep");
      return next === "{" ? this.#object(depth) : this.#array(depth);
    }
    if (next === '"') return this.#string();
    const word = this.#match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    require(word, "malformed", "no value");
    return JSON.parse(word);
  }

  #object(depth: number): Json {
    const members = new Map<string, Json>();
    this.at++;
    this.space();
    if (this.#take("}")) return {};
    do {
      this.space();
      require(this.#text[this.at] === '"', "malformed", "no name");
      const name = this.#string();
      require(!members.has(name), "malformed", `${name} twice`);
      this.space();
      require(this.#take(":"), "malformed", "no colon");
      members.set(name, this.value(depth + 1));
      this.space();
    } while (this.#take(","));
    require(this.#take("}"), "malformed", "no end of an object");
    return Object.fromEntries(members);
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.at++;
    this.space();
    if (this.#take("]")) return items;
    do {
      items.push(this.value(depth + 1));
      this.space();
    } while (this.#take(","));
    require(this.#take("]"), "malformed", "no end of an array");
    return items;
  }

  #string(): string {
    const start = this.at++;
    for (; this.at < this.#text.length; this.at++) {
      const code = this.#text.charCodeAt(this.at);
      require(code >= 0x20, "malformed", "a control character");
      if (code === 0x5c) this.at++;
      else if (code === 0x22) {
        this.at++;
        try {
          return JSON.parse(this.#text.slice(start, this.at));
        } catch {
          fail("malformed", "no string");
        }
      }
    }
    return fail("malformed", "no end of a string");
  }

  #take(character: string): boolean {
    if (this.#text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  #match(form: RegExp): string {
    form.lastIndex = this.at;
    const [found = ""] = form.exec(this.#text) ?? [];
    this.at += found.length;
    return found;
  }
}

/** Halves of surrogate pairs, in names and in strings. */
export function refuseHalves(value: Json): void {
  if (typeof value === "string")
    require(Buffer.from(value, "utf8").toString("utf8") === value, "malformed", "half a character");
  if (value === null || typeof value !== "object") return;
  for (const [name, member] of Object.entries(value)) {
    refuseHalves(name);
    refuseHalves(member);
  }
}

/** Strict base64url (§3, rule 2). */
export function base64url(text: Json): Buffer {
  require(typeof text === "string", "malformed");
  const bytes = Buffer.from(text, "base64url");
  require(bytes.toString("base64url") === text, "malformed", "no base64url");
  return bytes;
}

/** Base64 with padding and without stray bits (§8.3). */
export function base64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  require(bytes.toString("base64") === text && text !== "", "malformed", "no base64");
  return bytes;
}
