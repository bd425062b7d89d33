import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { languageTags } from "../../reading/src/language/tags.ts";

const folder = fileURLToPath(new URL("../../reading/src/words/", import.meta.url));
const ownMessage = fileURLToPath(new URL("./small-own-message.ts", import.meta.url));
const prefix = "trust-center:words:";
/** What the widget says. The service's mails and pages, and derived files, are left out. */
const parts = ["first", "more", "forms"] as const;

/**
 * Makes the words small. English is taken apart by its exports: a bundler puts a module into one file as a whole, and
 * the first view would carry the words of everything that comes later. Keys become places in a list, in every language
 * and where they are asked for, but for families of keys (`kind_added`), whose last part is found in a feed: English
 * alone has their keys, and other languages have them in its order (small-own-message.ts).
 */
export function smallWords(): Plugin {
  const read = (path: string) => readFileSync(path, "utf8");
  const english = read(`${folder}en.ts`);
  const all = parts.flatMap((part) => [...wordsOf(english, part).keys()]);
  const keys = all.filter((key) => !isFamily(key));
  const inFamilies = all.filter(isFamily);
  if ([...wordsOf(english, "forms").keys()].some(isFamily))
    throw new Error("Expected families in what facts are put into words with alone: see small-own-message.ts.");
  const places = new Map(keys.map((key, at) => [key, at]));
  const placeOf = (key: string, file: string): string => {
    const place = isFamily(key) ? JSON.stringify(shortOf(key)) : places.get(key);
    if (place === undefined) throw new Error(`${file} asks for the words of “${key}”, and there are none.`);
    return String(place);
  };
  return {
    name: "trust-center:small-words",
    enforce: "pre",
    config: () => ({ define: { firstFamily: String(keys.length) } }),
    resolveId: {
      filter: { id: /^trust-center:words:|\/own-message\.ts$/ },
      handler: (id) => (id.startsWith(prefix) ? { id, moduleSideEffects: false } : ownMessage),
    },
    load: {
      filter: {
        id: [languageFile, /^trust-center:words:/],
      },
      handler: (id) => {
        if (id.startsWith(prefix)) return small(english, id.slice(prefix.length), places);
        const [, tag = ""] = languageFile.exec(id) ?? [];
        if (tag === "en") return parts.map((part) => `export { ${part} } from "${prefix}${part}";`).join("\n");
        return inOrder(read(id), [...keys, ...inFamilies]);
      },
    },
    transform: {
      filter: { id: /packages\/(?:reading|widget)\/src\/.*\.ts$/ },
      handler: (code, id) => {
        if (/\/words\//.test(id)) return undefined;
        const [unread] = hiddenKey.exec(code) ?? [];
        if (unread)
          throw new Error(`${id} hides the key of its words: expected t("key") or t(\`family_…\`), found ${unread}`);
        return code
          .replace(/(?<=\bt\(\s*|\blabel: )"(\w[\w-]*)"/g, (_found, key: string) => placeOf(key, id))
          .replace(/`(\w+)_(?=\$\{)/g, (_found, family: string) => `\`${letterOf(family, id)}`);
      },
    },
  };
}

const languageFile = new RegExp(`reading/src/words/(${languageTags.join("|")})\\.ts$`);

/**
 * Words asked for in a way that the replacements above do not see: they would be asked for under a key that is gone. The
 * labels of fields were replaced where those are declared.
 */
const hiddenKey = /(?<!\w)t\(\s*(?!"\w|`\w+_\$\{|\w+\.label\)|label\))[^\n]*|\b(?:translator|moreWords)\([^;\n]*\)\(/;

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Families whose last part is put in where they are asked for, each under a letter. */
const families =
  "activity authorisation by chain channel clockStarts contact detail from grounds identifier kind link mechanism mode option place policy priority refund remedy remedyFrom requires role scope silence start status training unit use"
    .split(" ")
    .map((family, at) => [family, alphabet.charAt(at)] as const);
const letters = new Map<string, string>(families);

export const isFamily = (key: string): boolean => letters.has(key.split("_")[0] ?? "") && key.includes("_");

/** `kind_added` as `fadded`. */
const shortOf = (key: string): string => key.replace(/^(\w+?)_/, (_found, family: string) => letters.get(family) ?? "");

/** @throws where something asks for a family that has no letter: its words would not be found */
function letterOf(family: string, file: string): string {
  const letter = letters.get(family);
  if (letter === undefined)
    throw new Error(`${file} asks for words of “${family}_…”, which has no letter in words.ts.`);
  return letter;
}

/** The messages of a part, each as it is written, by key. */
function wordsOf(code: string, part: string): Map<string, string> {
  const [, body = ""] = new RegExp(`^export const ${part}\\b[^{]*\\{\\n([^]*?)^\\}`, "m").exec(code) ?? [];
  const entries = body.matchAll(/^ {2}"?([\w-]+)"?:\s+("(?:[^"\\]|\\.)*"),$/gm);
  const words = new Map([...entries].map(([, key = "", text = ""]) => [key, text]));
  const lines = body.match(/^ {2}\S+:/gm)?.length ?? 0;
  if (words.size !== lines)
    throw new Error(`Expected ${lines} messages in double quotes in ${part}, found ${words.size}.`);
  return words;
}

/** A language as a module: its messages alone, in the order given, empty where it has none. All stand in one part. */
function inOrder(code: string, keys: readonly string[]): string {
  const words = new Map(parts.flatMap((part) => [...wordsOf(code, part)]));
  const list = keys.map((key) => JSON.parse(words.get(key) ?? '""') as string);
  return `export const first = ${JSON.stringify(list.join("\n"))}.split("\\n"), more = {}, forms = {};`;
}

/** A part of English as a module: the messages in their places, and families under their keys. */
function small(code: string, part: string, places: ReadonlyMap<string, number>): string {
  const words = [...wordsOf(code, part)];
  const placed = words
    .flatMap(([key, text]) => (isFamily(key) ? [] : [{ at: places.get(key) ?? 0, text }]))
    .sort((a, b) => a.at - b.at);
  const named = words.filter(([key]) => isFamily(key)).map(([key, text]) => `${JSON.stringify(shortOf(key))}: ${text}`);
  const list = `[${placed.map(({ text }) => text).join(", ")}]`;
  const first = placed[0]?.at ?? 0;
  const shifted = first === 0 ? list : `Object.fromEntries(${list}.map((word, at) => [at + ${first}, word]))`;
  return `export const ${part} = { ...${shifted}, ${named.join(", ")} };`;
}
