import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { InlineConfig, Plugin } from "vite";

/** Where the script bundle goes: one file for the script tag, and the parts that it loads later. */
export const scriptFolder = fileURLToPath(new URL("./dist/script", import.meta.url));

/** The file of the script tag. */
export const scriptName = "trust-center.js";

/** Vite's configuration of the bundle for the script tag. */
export function scriptBundle(outDir: string = scriptFolder): InlineConfig {
  return {
    root: fileURLToPath(new URL(".", import.meta.url)),
    configFile: false,
    logLevel: "warn",
    resolve: { conditions: ["source", "browser", "module", "import", "default"] },
    plugins: [shrinkTemplates(), vouchForParts()],
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      minify: "oxc",
      // Library mode leaves dynamic imports as they are; its output is minified whole, for nobody bundles it again.
      lib: { entry: fileURLToPath(new URL("./src/define.ts", import.meta.url)), formats: ["es"] },
      rolldownOptions: {
        preserveEntrySignatures: false,
        output: {
          entryFileNames: scriptName,
          chunkFileNames: "[name]-[hash].js",
          minify: true,
        },
      },
    },
  };
}

/** White space in styles and markup is bytes that no reader sees: a run of it becomes one space. */
function shrinkTemplates(): Plugin {
  return {
    name: "trust-center:shrink-templates",
    enforce: "pre",
    transform: {
      filter: { id: /widget\/src\/.*\.ts$/ },
      handler: (code, id) =>
        id.endsWith(".styles.ts")
          ? code
              .replace(/\s+/g, " ")
              .replace(/ ?([{};,>]) ?/g, "$1")
              .replace(/: /g, ":")
          : code.replace(/>\s*\n\s*</g, "> <"),
    },
  };
}

/**
 * Writes the SHA-384 of every part into the script, so that the integrity of the one script tag covers them all.
 * A part that is imported by another part keeps its own hash: parts name each other and the script by file name alone.
 */
function vouchForParts(): Plugin {
  return {
    name: "trust-center:vouch-for-parts",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      // Notes to a next bundler: nobody bundles this again.
      for (const chunk of chunks)
        chunk.code = chunk.code.replace(/(\w?)\/\*\s*[@#]__PURE__\s*\*\/\s*/g, (_note, before) =>
          before ? `${before} ` : "",
        );
      const integrity = Object.fromEntries(
        chunks.filter(({ isEntry }) => !isEntry).map(({ fileName, code }) => [fileName, sha384(code)]),
      );
      const holders = chunks.filter(({ code }) => code.includes(placeholder));
      if (holders.length !== 1 || holders[0] === undefined || !holders[0].isEntry) {
        throw new Error(`Expected ${placeholder} once, in the script itself; found it in ${holders.length} files.`);
      }
      const script = holders[0];
      script.code = script.code.replace(placeholder, JSON.stringify(integrity));
      const source = `${JSON.stringify({ [scriptName]: sha384(script.code) }, null, 2)}\n`;
      this.emitFile({ type: "asset", fileName: "integrity.json", source });
    },
  };
}

const placeholder = "trust-center:part-integrity";

/** A hash in the form of Subresource Integrity (https://www.w3.org/TR/SRI/). */
export const sha384 = (content: string | Uint8Array): string =>
  `sha384-${createHash("sha384").update(content).digest("base64")}`;
