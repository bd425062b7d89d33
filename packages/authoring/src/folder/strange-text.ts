import { secretIn } from "../files/secrets.ts";
import { eachValue, foundText, valueAt } from "./expectation.ts";
import type { Finding } from "./report.ts";
import { findingIn, type YamlSource } from "./yaml-source.ts";

/**
 * Characters that make a text read as something it is not: controls, marks that turn the direction of what follows
 * (Unicode Technical Report 36, section 2.2), a blank without width, halves of characters. Tabs and line ends are text.
 */
const strange = /(?![\t\n\r])\p{Cc}|[\u200b\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

/** Members that are names: a table, a mail's subject and a heading have to hold them. */
const nameMembers = new Set(["name", "title", "label", "registrationNumber", "phone", "position"]);
/** In characters. The longest legal names of real lists have some 120. */
const maxName = 300;

/** An id stands in addresses, in `replaces`, in `announce` and in the history. */
const idForm = /^[\p{L}\p{N}][\p{L}\p{N}._:-]{0,99}$/u;
const listsWithIds = [["subprocessors"], ["groups"], ["services"], ["policies"], ["documents"], ["sections"]] as const;

/** What is wrong with a secret in what is to be published. Its text is not repeated. */
export const secretWords = (what: string) => ({
  expected: "nothing secret: what stands here is published",
  found: `what looks like ${what}`,
  fix: "Remove it. If it was public already, replace it wherever it is used.",
});

/** Texts that no reader could read as they are meant, wherever they stand. */
export function strangeText(source: YamlSource): Finding[] {
  const report = findingIn(source);
  const problems: Finding[] = [];
  eachValue(source.value, [], (path, text) => {
    if (typeof text !== "string") return;
    const secret = secretIn(text);
    if (secret) {
      problems.push(report("secret", path, secretWords(secret.what)));
    }
    const [mark] = strange.exec(text) ?? [];
    if (mark !== undefined) {
      const code = (mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
      const at = text.indexOf(mark) + 1;
      const fix = "Remove the character: it makes the text read otherwise than it is written.";
      const words = { expected: "characters that can be seen", found: `U+${code} as character ${at}`, fix };
      problems.push(report("hidden-character", path, words));
    }
    const isName = path.slice(-2).some((member) => nameMembers.has(String(member)));
    if (text.trim() === "" && path.at(-1) !== "id") {
      const words = { expected: "words", found: foundText(text), fix: "Write what is so, or remove the line." };
      problems.push(report(isName ? "empty-name" : "empty-text", path, words));
    }
    if (text.length > maxName && isName) {
      const fix = "Shorten it. What there is to say of it goes under `description`.";
      const words = { expected: `a name of at most ${maxName} characters`, found: `${text.length} characters`, fix };
      problems.push(report("long-name", path, words));
    }
  });
  for (const list of listsWithIds) {
    const entries = valueAt(source.value, list);
    if (!Array.isArray(entries)) continue;
    entries.forEach((entry, at) => {
      const id = valueAt(entry, ["id"]);
      if (typeof id !== "string" || id === "" || idForm.test(id)) return;
      const fix = "Letters, digits, dots, hyphens and underscores, at most 100. For example: acme-cloud.";
      problems.push(report("id-form", [...list, at, "id"], { expected: "an id", found: foundText(id), fix }));
    });
  }
  return problems;
}
