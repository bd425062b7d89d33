/** JSON with members in order of name, and none that is undefined: equal texts are equal values. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== "object") return value === undefined ? "" : JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.sort().join()}}`;
}

/** Whether two values are equal to the letter. */
export const same = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

/** Whether a value says nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Punctuation that carries meaning, beside symbols such as `<`, `+`, `=`: "90 %", "C#", "/x", "a@b", "§ 5". */
const meaning = "%‰‱&#@*/\\§†‡_";
const sentence = new RegExp(`(?![${meaning.replace("\\", "\\\\")}])\\p{P}`, "u").source;
const outside = new RegExp(`^(?:${sentence})+|(?:${sentence})+$`, "gu");
const inside = new RegExp(`(?:${sentence})+`, "gu");
/** A minus or a decimal point before a digit is part of the number. */
const sign = /^[-\u2010-\u2015.,]+(?=\d)/;
/** What is written to the letter: numbers, addresses, paths, names with a dot or a sign. */
const literal = new RegExp(`[\\d.:\\p{S}${meaning.replace("\\", "\\\\")}]`, "u");

/**
 * A text less what only wording changes: case, white space, and punctuation of sentences. Letters with their marks,
 * digits, symbols, and everything in a number, an address or a path stay.
 */
export function words(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .split(/\s+/u)
    .map((token) => {
      const signed = sign.exec(token)?.[0]?.at(-1) ?? "";
      const bare = token.replace(outside, "");
      if (literal.test(bare)) return signed + bare;
      return bare.replace(inside, " ");
    })
    .join(" ")
    .replace(/ +/g, " ")
    .trim();
}

/** Words that say what kind of company it is, and nothing about which. */
const companyForms = new Set(
  "inc llc ltd limited gmbh corp corporation company co kg se plc sa sas sarl srl sl bv nv ab as oy ag spa pty the".split(
    " ",
  ),
);

/** Letters with a stroke or of two letters, which Unicode does not take apart. */
const plain: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
};

/** A text without case and accents. Marks of other scripts than Latin, Greek and Cyrillic make another letter. */
export const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]+/g, "")
    .normalize()
    .toLowerCase()
    .replace(/[ßæœøđðłıþ]/g, (letter) => plain[letter] ?? letter);

const textsOf = (name: unknown): string[] =>
  (typeof name === "string" ? [name] : Object.values((name ?? {}) as Record<string, unknown>)).map(String);

const wordsOfName = (text: string): string[] =>
  words(folded(text))
    .split(/[ ./&_-]+/)
    .filter(Boolean);

/** The words of a name that tell it from others, in all of its languages. A letter alone is a part of a form: “S.A.”, “A/S”. */
export function tellingWords(name: unknown): Set<string> {
  const all = textsOf(name).flatMap(wordsOfName);
  const telling = all.filter((word) => word.length > 1 && !companyForms.has(word));
  return new Set(telling.length > 0 ? telling : all);
}

/** A name without its spaces and punctuation, in all of its languages: whole, and less what may be a form at its end. */
function spellings(name: unknown): string[] {
  return textsOf(name).flatMap((text) => {
    const all = wordsOfName(text).map((word) => word.replace(/(?!#)\p{P}/gu, ""));
    const last = all.findLastIndex((word) => word.length > 1 && !companyForms.has(word));
    const found = [all.join("")];
    for (let end = Math.max(last + 1, 1); end < all.length; end++) found.push(all.slice(0, end).join(""));
    return found.filter(({ length }) => length > 1);
  });
}

/** Whether two names differ in spaces, case, accents, punctuation and forms of companies alone: “OpenAI” and “Open AI, Inc.” */
export function isSpelledAlike(a: unknown, b: unknown): boolean {
  const left = new Set(spellings(a));
  return spellings(b).some((text) => left.has(text));
}

/** Whether two names can be of one company: they share a word that tells, or differ in spelling alone. */
export function alike(a: unknown, b: unknown): boolean {
  const left = tellingWords(a);
  return [...tellingWords(b)].some((word) => left.has(word)) || isSpelledAlike(a, b);
}
