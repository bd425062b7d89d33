import { cp, mkdir, mkdtemp, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

const left = new Set([".git", "dist", "coverage", ".start", ".screenshots"]);

/**
 * Copies the sources of the repository into a temporary folder. What is installed is linked, but the links between the
 * packages, which must lead to the copy.
 */
export async function copyOf(root: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "mutants-"));
  const installed = join(root, "node_modules");
  await cp(root, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => path !== installed && !left.has(basename(path)) && !relative(root, path).startsWith(".."),
  });
  await mkdir(join(copy, "node_modules"));
  for (const name of await readdir(installed)) {
    const [from, to] = [join(installed, name), join(copy, "node_modules", name)];
    if (name === "@trust-center") await cp(from, to, { recursive: true, verbatimSymlinks: true });
    // Caches of tools stay apart.
    else if (!name.startsWith(".") || name === ".bin" || name === ".pnpm") await symlink(from, to);
  }
  return copy;
}
