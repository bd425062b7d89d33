import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { shortMeanings } from "./meanings.ts";
import { shrinkTemplates, withoutAskers } from "./shrink.ts";
import { smallLibraries } from "./small-libraries.ts";
import { vouchForParts } from "./vouch.ts";
import { wordlessErrors } from "./wordless.ts";
import { smallWords } from "./words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The file of the script tag. */
export const scriptName = "trust-center.js";

/** Vite's configuration of the bundle for the script tag: the script, and the parts that it loads later. */
export function scriptBundle(outDir: string = `${root}dist/script`): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: "warn",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    plugins: [
      smallLibraries(),
      smallWords(),
      shrinkTemplates(),
      withoutAskers(),
      wordlessErrors(),
      shortMeanings(),
      vouchForParts(scriptName),
    ],
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      // Library mode leaves dynamic imports as they are; its output is minified whole, for nobody bundles it again.
      lib: { entry: `${root}src/define.ts`, formats: ["es"] },
      rolldownOptions: {
        preserveEntrySignatures: false,
        output: { entryFileNames: scriptName, chunkFileNames: "[name]-[hash].js", minify: true },
      },
    },
  };
}
