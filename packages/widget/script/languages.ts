import { loadPart, type Parts, parts } from "./part.ts";

/** The files of the languages, apart from those of the other parts: who reads English loads none of it. */
const languages: Parts = JSON.parse("trust-center:languages");

/**
 * Loads the words of a language as any other part. The bundler puts this around its `import()`, and what is around the
 * module that holds it is `loadPart`: the hashes of languages are checked by one that the script carries.
 */
export function loadLanguage<T>(name: string, load: () => Promise<T>): Promise<T> {
  Object.assign(parts.files, languages.files);
  Object.assign(parts.integrity, languages.integrity);
  return loadPart(name, load);
}
