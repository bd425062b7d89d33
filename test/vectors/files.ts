import { createHash } from "node:crypto";
import type { FeedVector, Vector } from "./vector.ts";

/** Bytes of one file that are kept in the repository; what is longer is made when it is needed. */
const mostBytes = 64 * 1024;

/** Whether a vector is kept in the repository. */
export const isKept = (vector: Vector): boolean =>
  vector.kind !== "feed" || [...(vector as FeedVector).files.values()].every(({ length }) => length <= mostBytes);

/** Vectors as files: one of JSON for each kind, and the bytes that feeds consist of, each once, by their SHA-256. */
export function toFiles(vectors: readonly Vector[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const kinds = Map.groupBy(vectors, ({ kind }) => kind);
  for (const [kind, ofKind] of kinds) {
    const written = ofKind.map((vector) => {
      if (vector.kind !== "feed") return vector;
      const named = [...(vector as FeedVector).files].map(([path, bytes]) => {
        const name = createHash("sha256").update(bytes).digest("hex");
        files.set(`files/${name}`, bytes);
        return [path, name] as const;
      });
      return { ...vector, files: Object.fromEntries(named) };
    });
    // A vector a line, so that a difference shows which one it is in.
    const lines = written.map((vector) => `  ${JSON.stringify(vector)}`).join(",\n");
    files.set(`${kind}.json`, new TextEncoder().encode(`[\n${lines}\n]\n`));
  }
  return files;
}
