import { fileURLToPath } from "node:url";
import { build } from "vite";

/** The file that every runtime runs. */
export const bundleName = "verdicts.mjs";

/** Writes `verdicts.ts` with all that it imports as one file that asks nothing of Node. */
export async function bundleVerdicts(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    resolve: { conditions: ["source", "module", "import", "default"] },
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      // As the packages are built: see tsconfig.base.json.
      target: "es2023",
      lib: {
        entry: fileURLToPath(new URL("./verdicts.ts", import.meta.url)),
        formats: ["es"],
        fileName: () => bundleName,
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
}
