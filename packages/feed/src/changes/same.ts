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

/** Words that say what kind of company it is, and words that join others: nothing about which. Without dots and accents. */
const companyForms = new Set(
  (
    "inc incorporated llc llp lp pllc pbc ltd limited plc dac corp corporation company co private holding holdings group " +
    "gmbh mbh ag kg kgaa ohg gbr ug haftungsbeschrankt ev eg se sa sas sasu sarl rl sc scs snc scop srl spa sapa sl slu sau " +
    "bv nv vof cv ab hb kb as asa aps ks is ivs oy oyj ou uab sia kft zrt nyrt rt bt doo dd ad eood ood sro spol vos zoo oo ro sp " +
    "spzoo pty pte pvt bhd sdn kk gk ltda eireli de ltee sti ооо оао пао зао ао тов пат фоп the of and und et an"
  ).split(" "),
);
/** Forms that stand without a blank before a name or behind it. */
const joinedForms = /株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|주식회사|유한회사/gu;

/** The words of a name that tell it from others, in all of its languages. */
export function tellingWords(name: unknown): Set<string> {
  const texts = typeof name === "string" ? [name] : Object.values((name ?? {}) as Record<string, unknown>);
  const all = texts.flatMap((text) => words(String(text).replace(joinedForms, " ")).split(" ").flatMap(spelled));
  // A letter alone is a part of a form: “sp. z o. o.”, “A/S”.
  const telling = all.filter((word) => !companyForms.has(word) && !/^\p{Script=Latin}$/u.test(word));
  return new Set(telling.length > 0 ? telling : all);
}

/** A word as any keyboard spells it: without accents, initials without dots. */
function spelled(word: string): string[] {
  const plain = word
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replaceAll("ß", "ss");
  const parts = plain.split(/[.,/&-]+/).filter((part) => part !== "");
  const joined = parts.join("");
  return joined !== "" && (companyForms.has(joined) || parts.every(({ length }) => length === 1)) ? [joined] : parts;
}

/** Whether two names can be of one company: they share a word that tells, or are the same words in other blanks. */
export function alike(a: unknown, b: unknown): boolean {
  const [left, right] = [tellingWords(a), tellingWords(b)];
  const joined = [...left].join("");
  return [...right].some((word) => left.has(word)) || (joined !== "" && joined === [...right].join(""));
}
