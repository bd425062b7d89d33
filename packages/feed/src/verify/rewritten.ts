import { sha256Hex } from "../bytes/sha256.ts";
import { isAlarm, TrustCenterError } from "../errors.ts";
import { isElsewhere } from "./elsewhere.ts";
import type { ReadFile } from "./options.ts";

/** Bytes of a file that are read to see whether it was written anew: laid out for people it is several times as long. */
const mostRead = 8 * 1024 * 1024;

/** A verification that failed. */
interface Failed {
  /** Reads a file again, with a higher cap. */
  read: ReadFile;
  work(read: ReadFile): Promise<unknown>;
  /** What it read, by path. */
  seen: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/**
 * The same error, naming the cause where a server on the way writes files anew: with a byte order mark, other ends of
 * lines, JSON laid out for people, another encoding of characters. Readers take nothing but the bytes that were signed, so
 * nothing of it is shown. But where what such files say verifies once it is spelled as it was, nobody forged anything.
 * Nor did anybody where something else answered in the place of a file.
 *
 * @returns The error; or one of its code with `rewritten` or `elsewhere` in its evidence, which is no alarm
 */
export async function namedFor(error: TrustCenterError, { read, work, seen }: Failed): Promise<TrustCenterError> {
  const { code, evidence } = error;
  if (!isAlarm(error) && code !== "malformed") return error;
  const again = once(read);
  const named = (found: "rewritten" | "elsewhere", what: string) =>
    new TrustCenterError(code, `${error.message} ${what}`, { ...evidence, [found]: true }, { cause: error });
  const file = String(evidence.file);
  if (file.includes("/")) {
    // What is longer than it may be was not read, so it is looked at now.
    const answer = code === "too-large" ? await again(file, 0).catch(() => {}) : seen[file];
    if (answer && isElsewhere(spellingsOf(answer))) return named("elsewhere", "Something else answered.");
  }
  const passes = (from: ReadFile) =>
    work(from).then(
      () => true,
      () => false,
    );
  // What came as it was signed the second time was not written anew: it was broken, or somebody's, the first time.
  if (await passes(again)) return error;
  for (let spelling = 0; spelling < encodings.length + 1; spelling++) {
    if (!(await passes(spelledAsSigned(again, spelling)))) continue;
    return named("rewritten", "A server on the way writes it anew. Publishers: serve each file byte for byte.");
  }
  return error;
}

function once(read: ReadFile): ReadFile {
  const files = new Map<string, ReturnType<ReadFile>>();
  return async (path, maxBytes) => {
    // Tiles are no text, and never longer than they are to be.
    const most = path.startsWith("log/") ? maxBytes : Math.max(maxBytes, mostRead);
    const found = files.get(path) ?? read(path, most);
    files.set(path, found);
    return found;
  };
}

/** Gives files that their hash names as they were signed, where what is served says the same; and a head in one spelling. */
function spelledAsSigned(read: ReadFile, spelling: number): ReadFile {
  return async (path, maxBytes) => {
    const bytes = await read(path, maxBytes);
    if (path === "head.json") return encode(spellingsOf(bytes)[spelling] ?? "");
    const [, sha256] = /\b([0-9a-f]{64})\.\w+$/.exec(path) ?? [];
    for (const text of sha256 ? spellingsOf(bytes) : []) {
      for (const lines of [unixLines(text), restated(text)]) {
        for (const file of [encode(lines), encode(`${lines}\n`)]) if ((await sha256Hex(file)) === sha256) return file;
      }
    }
    return bytes;
  };
}

const encodings = ["utf-8", "windows-1252", "utf-16le", "utf-16be"];

/** What bytes say, as who takes them for another encoding than UTF-8 makes them. Byte order marks are dropped. */
function spellingsOf(bytes: Uint8Array<ArrayBuffer>): string[] {
  const texts = encodings.map((encoding) => new TextDecoder(encoding).decode(bytes));
  return [...texts, new TextDecoder().decode(inWindows1252(texts[0] ?? ""))];
}

/** The bytes of a text that somebody read as if each were a character. */
function inWindows1252(text: string): Uint8Array<ArrayBuffer> {
  const characters = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 256 }, (_none, byte) => byte));
  const bytes = new Map(Array.from(characters, (character, byte) => [character, byte]));
  return Uint8Array.from(Array.from(text, (character) => bytes.get(character) ?? 0));
}

const unixLines = (text: string): string => text.replace(/\r\n?/g, "\n").trim();

/** JSON, or lines of it, as publishers write it: without white space. */
function restated(text: string): string {
  const restate = (json: string) => JSON.stringify(JSON.parse(json));
  try {
    return restate(text);
  } catch {}
  try {
    return unixLines(text).split("\n").map(restate).join("\n");
  } catch {
    return "";
  }
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
