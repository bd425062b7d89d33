/** What is there in the first of some languages, else the first of all. Regions aside: `en-GB` serves who reads `en`. */
export function ofLanguages<T>(
  all: readonly T[],
  languageOf: (one: T) => string,
  wanted: readonly string[],
): T | undefined {
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  const found = wanted.map((tag) => all.find((one) => primary(languageOf(one)) === primary(tag))).find(Boolean);
  return found ?? all[0];
}
