import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "vite";
import { smallLibraries } from "../../packages/widget/script/small-libraries.ts";

/**
 * A module with what the script has in the place of libraries. It is built as the script is, and imported.
 *
 * @param code The module, with absolute paths for its imports.
 */
export async function asInScript<T>(code: string): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-differential-"));
  const entry = join(folder, "entry.ts");
  await writeFile(entry, code);
  const outDir = join(folder, "built");
  await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    plugins: [smallLibraries()],
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
