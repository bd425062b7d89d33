import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Files that make what was sent before them the published version: docs/decisions/0008. */
export const lastFiles = ["head.json", "log/checkpoint"] as const;

const isLast = (path: string): boolean => (lastFiles as readonly string[]).includes(path);

/** The files of a published tree in the order of sending: each step is whole before the next begins. */
export async function uploadSteps(out: string): Promise<string[][]> {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(out, join(parentPath, name)).split(sep).join("/"))
    // Locks and leftovers of killed runs are nobody's to read.
    .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
    .sort();
  const last = lastFiles.filter((path) => paths.includes(path)).map((path) => [path]);
  return [paths.filter((path) => !isLast(path)), ...last];
}
