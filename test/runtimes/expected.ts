import type { Vector } from "../vectors/vector.ts";
import type { Verdicts } from "./verdicts.ts";

/** What the vectors say of themselves, by the names that verdicts have. Through JSON, as runtimes answer. */
export const expectedOf = (vectors: readonly Vector[]): Verdicts =>
  JSON.parse(JSON.stringify(Object.fromEntries(vectors.map(({ kind, name, expect }) => [`${kind}: ${name}`, expect]))));
