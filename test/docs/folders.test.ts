import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../packages/", import.meta.url));

/** Folders of a package that import each other: neither can be read, tested or taken out without the other. */
async function pairsOf(name: string): Promise<string[]> {
  const source = join(root, name, "src");
  const files = (await readdir(source, { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|(?:^|\/)(?:mock|testing)\//.test(file),
  );
  const imports = new Set<string>();
  for (const file of files) {
    const code = await readFile(join(source, file), "utf8");
    for (const [, path = ""] of code.matchAll(/\b(?:from|import|import\()\s*"(\.[^"]+)"/g)) {
      imports.add(`${dirname(file)} > ${relative(source, dirname(join(source, dirname(file), path))) || "."}`);
    }
  }
  return [...imports].filter((pair) => {
    const [from = "", to = ""] = pair.split(" > ");
    // The top of a package exports its rooms and holds what they share (errors, limits).
    return from < to && from !== "." && imports.has(`${to} > ${from}`);
  });
}

test.each(await readdir(root))("no two folders of %s import each other", async (name) => {
  expect(await pairsOf(name)).toEqual([]);
});
