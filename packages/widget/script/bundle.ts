import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";
import { shortMeanings } from "./meanings.ts";
import { shrinkMarkup, shrinkTemplates, withoutAskers } from "./shrink.ts";
import { smallLibraries } from "./small-libraries.ts";
import { vouchForParts } from "./vouch.ts";
import { wordlessErrors } from "./wordless.ts";
import { smallWords } from "./words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The file of the script tag. */
export const scriptName = "trust-center.js";

/**
 * What several parts have in common, and what hardly any visit loads: one file, for the script carries a hash of each.
 * What is in it and in nothing that the script runs at once costs a first view nothing.
 */
const shared = [
  "feed/src/bytes/equal.ts",
  "feed/src/log/checkpoint.ts",
  "feed/src/log/consistency.ts",
  "feed/src/log/merkle.ts",
  "feed/src/log/tiles.ts",
  "feed/src/verify/checkpoint.ts",
  "feed/src/verify/growth.ts",
  "reading/src/read/moment.ts",
  "sdk/src/http/client.ts",
  "widget/script/small-client.ts",
  "widget/src/view/inner-element.ts",
  "rolldown/runtime.js",
];

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
      shrinkMarkup(),
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
        output: {
          entryFileNames: scriptName,
          chunkFileNames: "[name]-[hash].js",
          // Nothing here is done by reading a property: what is read and not used can go.
          minify: { compress: { treeshake: { propertyReadSideEffects: false } }, mangle: true, codegen: true },
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [{ name: "shared", test: (id) => shared.some((file) => id.endsWith(file)) }],
          },
        },
      },
    },
  };
}
