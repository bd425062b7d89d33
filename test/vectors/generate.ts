import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isKept, toFiles } from "./files.ts";
import { makeVectors } from "./vectors.ts";

/*
 * Writes the vectors. Without an argument those that are kept in the repository, beside this file; with a folder all of
 * them, the large ones too: node --conditions=source test/vectors/generate.ts FOLDER
 */

const here = fileURLToPath(new URL(".", import.meta.url));
const [folder = here] = process.argv.slice(2);
const vectors = await makeVectors();
const written = toFiles(folder === here ? vectors.filter(isKept) : vectors);
await rm(join(folder, "files"), { recursive: true, force: true });
let bytes = 0;
for (const [path, content] of written) {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
  bytes += content.length;
}
console.log(`${vectors.length} vectors, ${written.size} files, ${bytes} bytes in ${folder}`);
