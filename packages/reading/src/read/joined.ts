import type { Line } from "../language/line.ts";

/** For whom lines are put together: `line` is absent where they are to have no characters of UAX #9. */
export interface LineReader {
  readonly tag: string;
  readonly line?: Line | undefined;
}

/** Texts that are there, in one line: `Berlin, Germany`. */
export function joined(texts: readonly (string | undefined)[], between: string, { line }: Pick<LineReader, "line">) {
  const found = texts.filter(Boolean) as string[];
  return line && found[1] ? line(found, between) : found.join(between);
}
