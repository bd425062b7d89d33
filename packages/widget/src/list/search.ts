import type { Subprocessor } from "@trust-center/feed";
import { cellText, type Reader, subprocessorField } from "@trust-center/reading";
import type { Row } from "./model.ts";

/** Marks over and under letters, what is not seen, and what people write or leave out within a word: "e-mail", "email". */
const unread = /[\p{M}\p{Pd}\p{Cf}'’]/gu;

/** Letters whose form differs by their case alone: most texts have no others. */
const isPlain = /^[\n !"#$%&(-,./0-~]*$/;

/** Large letters that are no plain one with a mark, as those write them who have no key for them. */
const plainer: Record<string, string> = { Æ: "AE", Œ: "OE", Ø: "O", Ł: "L", Đ: "D" };

/** The form in which texts and what is looked for are compared: without marks and hyphens, in large letters, of which ß has two. */
export const searchForm = (text: string): string =>
  isPlain.test(text)
    ? text.toUpperCase()
    : text
        .normalize("NFKD")
        .replace(unread, "")
        .toUpperCase()
        .replace(/[ÆŒØŁĐ]/g, (letter) => plainer[letter] as string);

/** Members that a reader does not read: identifiers, and addresses of links. */
const unreadMembers = new Set(["id", "groups", "services", "url", "pin", "type", "kind", "relation"]);

/** Every text of a value that is read, a line each. */
export function textsOf(value: unknown, name = ""): string {
  if (typeof value === "string") return unreadMembers.has(name) ? "" : `${value}\n`;
  if (typeof value !== "object" || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => textsOf(item, name)).join("");
  return Object.entries(value)
    .map(([member, inner]) => textsOf(inner, member))
    .join("");
}

/** Everything of an entry that can be searched for: made when it is first needed, or while nothing else happens. */
export function searchTextOf(row: Row): string {
  row.form ??= searchForm(`${row.texts.flat().join("\n")}\n${textsOf(row.entry)}`);
  return row.form;
}

/** Where an entry has a word that no cell of its row shows. */
export interface Hit {
  /** What the field is called. */
  readonly label: string;
  /** The text around the word: before, the word itself, behind. */
  readonly parts: readonly [string, string, string];
}

/** Letters on either side of what was found. */
const around = 40;

/** Finds a word in the members of an entry, and says which one has it. */
export function hitIn(entry: Subprocessor, word: string, reader: Reader): Hit | undefined {
  for (const [name, value] of Object.entries(entry)) {
    const field = subprocessorField(name);
    const words = field && !unreadMembers.has(name) ? cellText(field, entry, reader) : "";
    for (const line of [...textsOf(value, name).split("\n"), words]) {
      const found = spanOf(line, word);
      if (!found) continue;
      const [from, to] = found;
      const cut = Math.max(0, from - around);
      return {
        label: field ? reader.t(field.label) : name,
        parts: [
          (cut > 0 ? "…" : "") + line.slice(cut, from),
          line.slice(from, to),
          line.slice(to, to + around) + (line.length > to + around ? "…" : ""),
        ],
      };
    }
  }
  return undefined;
}

/** Where a text has a word in its search form: from and to, in the text as it is written. */
export function spanOf(text: string, word: string): [from: number, to: number] | undefined {
  const found = word && searchForm(text).indexOf(word);
  if (found === "" || found < 0) return undefined;
  // Letter for letter.
  if (isPlain.test(text)) return [found, found + word.length];
  const at: number[] = [];
  let from = 0;
  for (const letter of text) {
    const read = searchForm(letter);
    for (let index = 0; index < read.length; index++) at.push(from);
    from += letter.length;
  }
  return [at[found] as number, at[found + word.length] ?? text.length];
}
