import { languageFor } from "@trust-center/feed";

/** What is there in the first of some languages, else the first of all. */
export function ofLanguages<T>(
  all: readonly T[],
  languageOf: (one: T) => string,
  wanted: readonly string[],
): T | undefined {
  const found = languageFor(all.map(languageOf), wanted);
  return all.find((one) => languageOf(one) === found) ?? all[0];
}
