import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contractFiles } from "./files.ts";

/** Writes what the package says of its element to editors and to TypeScript: `dist` as it is published. */
const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));

for (const [path, text] of Object.entries(contractFiles(version))) {
  const file = join(root, "dist", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
