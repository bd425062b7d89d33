/** Forms that are no words of a language: they count however they are written. */
const unmistakable = [
  String.raw`inc|incorporated|l\.l\.c|llc|limited|ltd|llp|plc|corporation|corp|pbllc|pbc|gmbh|mbh|ohg`,
  String.raw`sasu|sarl|s\.?à\.? ?r\.?l|srl|s\.r\.l|s\.p\.a|s\.a\.s|s\.a|s\.l\.u|s\.l|ltda|b\.v|n\.v|k\.k|e\.v`,
  String.raw`aps|a/s|oyj|oü|kft|d\.o\.o|s\.r\.o|a\.s|sp\. z o\.o|pty|pte|pvt`,
].join("|");
/** Forms that are words, or parts of names, in other letters: “as”, “se”, “spa”. They count as registers write them. */
const asRegistered = "AG|SE|KG|UG|SA|SAS|SpA|SPA|SL|SLU|BV|NV|AB|AS|ASA|Oy|OY|KK";

/** At the end, as a word of its own behind another one. */
const atEnd = new RegExp(
  `(?<=[\\p{L}\\p{N}.)!])(?:\\s*,\\s*|\\s+)(?:(?:[Pp]rivate\\s+(?=[Ll]))?(?:(?i:${unmistakable})|${asRegistered})|(?:&|und|and)\\s+Co\\.?|Co\\.(?=\\s*,?$))\\.?\\s*(?:\\(haftungsbeschränkt\\)\\s*)?$`,
  "u",
);
/** Forms of other scripts stand in front, or without a blank. */
const otherScripts = /^(?:株式会社|ТОВ|ООО)\s*|\s*株式会社$/u;

/** Forms that follow each other: `GmbH & Co. KG`, `Pty Ltd`. */
const maxForms = 4;

/** A name without what says which kind of company it is: `Acme GmbH & Co. KG` is `Acme`. */
export function withoutLegalForm(name: string): string {
  let rest = name.trim().replace(otherScripts, "");
  for (let forms = 0; forms < maxForms; forms++) {
    const shorter = rest.replace(atEnd, "");
    if (shorter === rest || shorter === "") break;
    rest = shorter;
  }
  return rest.replace(/[\s,]+$/u, "");
}

/** Characters that the name of a company has at most. */
const longest = 300;

/** Whether a text ends as the name of a legal person does. */
export const isLegalName = (text: string): boolean =>
  text.length < longest && withoutLegalForm(text) !== text.trim().replace(/[\s,]+$/u, "");
