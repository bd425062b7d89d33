import type { Names, Reader } from "../read/reader.ts";
import { wordsIn } from "../words/all.ts";

/** A reader with every word of a language. */
export function testReader(tag = "en", content: readonly string[] = [tag, "en"], names: Names = {}): Reader {
  const parts: readonly ("first" | "more")[] = ["first", "more"];
  return { tag, t: wordsIn(tag, ...parts), content, names };
}
