/** A fault that is put into the sources on purpose, to see whether a test notices. */
export interface Mutant {
  /** Says what is wrong, in a few words. */
  name: string;
  /** From the root of the repository. */
  file: string;
  /** Stands in the file exactly once. */
  text: string;
  becomes: string;
  /** Files or folders of tests, of which one must fail. */
  tests: readonly string[];
  /** What would be signed or shown that is not so. */
  untruth: string;
}

/** What the mutants of one file have in common. */
export const mutantsOf = (
  file: string,
  tests: readonly string[],
  mutants: readonly Omit<Mutant, "file" | "tests">[],
): Mutant[] => mutants.map((mutant) => ({ file, tests, ...mutant }));

/**
 * The source with the mutant in it.
 *
 * @throws {Error} where its text does not stand in the source exactly once, or changes nothing
 */
export function inject({ name, file, text, becomes }: Mutant, source: string): string {
  const found = source.split(text).length - 1;
  if (text === "" || found !== 1) {
    throw new Error(`${name}: expected its text once in ${file}, found it ${text === "" ? 0 : found} times: ${text}`);
  }
  if (text === becomes) throw new Error(`${name}: expected another text than the one in ${file}: ${text}`);
  return source.replace(text, () => becomes);
}
