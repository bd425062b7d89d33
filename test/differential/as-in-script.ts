import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "vite";
import { smallLibraries } from "../../packages/widget/script/small-libraries.ts";

/**
 * A module with what the script has in the place of what it is written with. It is built as the script is, and imported.
 *
 * @param code The module, with absolute paths for its imports.
 * @param plugins What puts the script's own in their place: that of the libraries, unless other ones are named.
 * @param file The module's path, where a plugin goes by it.
 */
export async function asInScript<T>(
  code: string,
  plugins: Plugin[] = [smallLibraries()],
  file = "entry.ts",
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-differential-"));
  const entry = join(folder, file);
  await mkdir(dirname(entry), { recursive: true });
  await writeFile(entry, code);
  const outDir = join(folder, "built");
  await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    plugins,
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      minify: false,
      lib: { entry, formats: ["es"], fileName: () => "built.js" },
    },
  });
  return import(/* @vite-ignore */ pathToFileURL(join(outDir, "built.js")).href);
}
