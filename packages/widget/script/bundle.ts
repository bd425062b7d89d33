import { fileURLToPath } from "node:url";
import { build, type InlineConfig, type Plugin, type Rolldown } from "vite";
import { shortMeanings } from "./meanings.ts";
import { shrinkMarkup, shrinkTemplates, withoutAskers } from "./shrink.ts";
import { smallLibraries } from "./small-libraries.ts";
import { guardParts, vouchForParts } from "./vouch.ts";
import { wordlessErrors } from "./wordless.ts";
import { smallWords } from "./words.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The file of the script tag. */
export const scriptName = "trust-center.js";

/** Modules with which a file of their own begins. */
const ownFile = /\/(?:more|forms|software|locales)\.ts$|\/reading\/src\/words\//;

/** Modules by the file that they belong into, filled before the bundle is made. */
interface Files {
  /** What the script runs at once. */
  readonly first: Set<string>;
  /** What several later parts have in common: one file, for the script carries a hash of each. */
  readonly shared: Set<string>;
}

/**
 * Vite's configuration of the bundle for the script tag: the script, and the parts that it loads later.
 *
 * @param first Plugins that come before all others.
 */
export function scriptBundle(outDir: string = `${root}dist/script`, first: readonly Plugin[] = []): InlineConfig {
  const files: Files = { first: new Set(), shared: new Set() };
  const parts = new Map<string, string>();
  return configuration(
    [sortFiles(files, first), ...first, ...plugins(), guardParts(parts), vouchForParts(scriptName, parts)],
    outDir,
    files,
  );
}

const plugins = (): Plugin[] => [
  smallLibraries(),
  smallWords(),
  shrinkTemplates(),
  shrinkMarkup(),
  withoutAskers(),
  wordlessErrors(),
  shortMeanings(),
];

/**
 * Bundles once to see what the script runs at once: only that knows what is left of modules that export much. The
 * bundler by itself takes what the script shares with its parts into the script or into a further file, as it happens.
 */
function sortFiles({ first, shared }: Files, before: readonly Plugin[]): Plugin {
  return {
    name: "trust-center:sort-files",
    async buildStart() {
      const built = (await build(
        configuration([...before, ...plugins(), guardParts()], `${root}dist/script`, undefined),
      )) as Rolldown.RolldownOutput[];
      const chunks = built.flatMap(({ output }) => output).filter((file) => file.type === "chunk");
      const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
      const add = ({ moduleIds, imports }: Rolldown.OutputChunk) => {
        for (const module of moduleIds) first.add(module);
        for (const name of imports) add(byName.get(name) as Rolldown.OutputChunk);
      };
      for (const chunk of chunks.filter(({ isEntry }) => isEntry)) add(chunk);
      for (const { facadeModuleId, moduleIds } of chunks) {
        if (facadeModuleId && ownFile.test(facadeModuleId)) continue;
        for (const module of moduleIds) if (!first.has(module)) shared.add(module);
      }
    },
  };
}

function configuration(plugins: Plugin[], outDir: string, files: Files | undefined): InlineConfig {
  return {
    root,
    configFile: false,
    logLevel: "warn",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    plugins,
    build: {
      outDir,
      emptyOutDir: true,
      write: files !== undefined,
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
          ...(files && {
            codeSplitting: {
              includeDependenciesRecursively: false,
              groups: [
                { name: "first", test: (id) => files.first.has(id) },
                { name: "shared", test: (id) => files.shared.has(id) || id.endsWith("rolldown/runtime.js") },
              ],
            },
          }),
        },
      },
    },
  };
}
