import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { minify, type Plugin, type Rolldown, transformWithOxc } from "vite";

const fileHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const loaders = { part: fileHere("./part.ts"), language: fileHere("./languages.ts") };
const words = fileHere("../../reading/src/words/");

/** Where tables of parts are written in: that of the script, and that of the languages. */
const placeholders = { part: "trust-center:parts", language: "trust-center:languages" };

/** Where the values are written in that parts have of the script. */
const handed = /["'`]trust-center:handed["'`]/;

/** A hash in the form of Subresource Integrity (https://www.w3.org/TR/SRI/). */
const integrity = (algorithm: "sha256" | "sha384", content: string | Uint8Array): string =>
  `${algorithm}-${createHash(algorithm).update(content).digest("base64")}`;

/** The hash for the script tag. */
export const sha384 = (content: string | Uint8Array): string => integrity("sha384", content);

/**
 * Puts `loadPart` around every dynamic import of our own, and `loadLanguage` around that of a language's words.
 *
 * @param parts Module by part name: filled with what is found.
 */
export function guardParts(parts: Map<string, string> = new Map()): Plugin {
  return {
    name: "trust-center:guard-parts",
    enforce: "pre",
    transform: {
      filter: { id: /packages\/(?:feed|reading|sdk|widget)\/(?:src|script)\/.*\.ts$/ },
      handler: (code, id) => {
        const guarded = code
          .replace(
            /(?<!typeof )\bimport\("(\.[^"]*\/([\w-]+)\.ts)"\)/g,
            (found: string, path: string, name: string) => {
              parts.set(name, resolve(dirname(id), path));
              return `loadPart$("${name}", () => ${found})`;
            },
          )
          .replace(/\bimport\("@trust-center\/reading\/words\/([\w-]+)"\)/g, (found: string, tag: string) => {
            parts.set(tag, `${words}${tag}.ts`);
            return `loadLanguage$("${tag}", () => ${found})`;
          });
        if (guarded === code) return undefined;
        return `import { loadPart as loadPart$ } from ${JSON.stringify(loaders.part)};
import { loadLanguage as loadLanguage$ } from ${JSON.stringify(loaders.language)};
${guarded}`;
      },
    },
  };
}

/** Writes the hash of every file that the script can load into the script. */
export function vouchForParts(scriptName: string, parts: ReadonlyMap<string, string>): Plugin {
  return {
    name: "trust-center:vouch-for-parts",
    enforce: "pre",
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const script = chunks.find(({ isEntry }) => isEntry);
      const exported = script ? handOver(script) : [];
      for (const chunk of chunks) {
        chunk.code = withoutNotes(chunk.code);
        if (!chunk.isEntry) chunk.code = withoutScript(chunk.code, scriptName, exported);
      }
      const table = chunks.find(({ code }) => code.includes(placeholders.language));
      if (!script?.code.includes(placeholders.part) || script.imports.length > 0) {
        throw new Error(`Expected ${scriptName} to hold ${placeholders.part} and to import nothing at once.`);
      }
      if (!table || table === script) {
        throw new Error(`Expected a part to hold ${placeholders.language}, and ${scriptName} not to.`);
      }
      const files = filesOfParts(chunks, parts, scriptName);
      const isLanguage = (name: string) => parts.get(name)?.startsWith(words) === true;
      // First what the other table has the hash of.
      const fill = (chunk: Rolldown.OutputChunk, kind: keyof typeof placeholders) => {
        const own = Object.entries(files).filter(([name]) => isLanguage(name) === (kind === "language"));
        chunk.code = chunk.code.replace(placeholders[kind], JSON.stringify(vouch(chunks, Object.fromEntries(own))));
      };
      fill(table, "language");
      fill(script, "part");
      const classic = await classicScript({ name: scriptName, integrity: sha384(script.code) });
      const hashes = { [scriptName]: sha384(script.code), [classicName(scriptName)]: sha384(classic) };
      this.emitFile({ type: "asset", fileName: classicName(scriptName), source: classic });
      this.emitFile({ type: "asset", fileName: "integrity.json", source: `${JSON.stringify(hashes, null, 2)}\n` });
    },
  };
}

/** The file for script tags without `type="module"`. */
export const classicName = (scriptName: string): string => scriptName.replace(/\.js$/, "-classic.js");

/** That file, which knows the script by its hash. */
async function classicScript(script: { name: string; integrity: string }): Promise<string> {
  const file = fileHere("./classic.ts");
  const { code } = await transformWithOxc(await readFile(file, "utf8"), file, {
    define: { script: JSON.stringify(script) },
    sourcemap: false,
    target: "es2023",
  });
  return (await minify(file, code)).code;
}

/** Notes to a next bundler: nobody bundles this again. */
const withoutNotes = (code: string) =>
  code
    .replace(/\s*\/\* @vite-ignore \*\/\s*/g, "")
    .replace(/(\w?)\/\*\s*[@#]__PURE__\s*\*\/\s*/g, (_note, before) => (before ? `${before} ` : ""));

/**
 * Puts what the script exports into a list that `loadPart` hands to parts, in the place of its exports: there names would
 * stand twice, and in each part once more.
 *
 * @returns the names of the exports in the order of the list
 */
function handOver(script: Rolldown.OutputChunk): string[] {
  const pairs: { local: string; name: string }[] = [];
  const code = script.code.replace(/\bexport\{([^}]*)\};?\s*$/, (_found, names: string) => {
    pairs.push(...namesIn(names).map(([local, name]) => ({ local, name })));
    return "";
  });
  if (pairs.length === 0 || !handed.test(code)) {
    throw new Error("Expected the script to export what its parts have of it, and to hand it over.");
  }
  // A function: names may have a `$`, which means something in a replacement.
  script.code = code.replace(handed, () => `[${pairs.map(({ local }) => local).join()}]`);
  return pairs.map(({ name }) => name);
}

/** Names of an import or export, each with the one that it has on the other side. */
const namesIn = (names: string): [name: string, other: string][] =>
  names.split(",").map((one) => {
    const [name = "", other = name] = one.trim().split(/\s+as\s+/);
    return [name, other];
  });

/** What a part imports of the script is what `loadPart` hands to it. */
function withoutScript(code: string, scriptName: string, exported: readonly string[]): string {
  const name = scriptName.replace(/\W/g, "\\$&");
  const changed = code.replace(
    new RegExp(`\\bimport\\{([^}]*)\\}from["'\x60]\\./${name}["'\x60]`, "g"),
    (_found, names: string) => {
      const locals = new Map(namesIn(names));
      const places = exported.map((name) => locals.get(name) ?? "");
      return `const[${places.join().replace(/,+$/, "")}]=globalThis["trust-center:script"]`;
    },
  );
  if (new RegExp(`["'\x60]\\./${name}["'\x60]`).test(changed)) {
    throw new Error(`Expected no part to import ${scriptName}, found one that does.`);
  }
  return changed;
}

/** All files of every part, by its name: what it imports, then the part itself. */
function filesOfParts(
  chunks: readonly Rolldown.OutputChunk[],
  parts: ReadonlyMap<string, string>,
  scriptName: string,
): Record<string, string[]> {
  const later = chunks.filter(({ isEntry }) => !isEntry);
  const byFile = new Map(later.map((chunk) => [chunk.fileName, chunk]));
  const filesOf = (fileName: string): string[] => [
    ...(byFile.get(fileName)?.imports ?? []).filter((file) => file !== scriptName).flatMap(filesOf),
    fileName,
  ];
  const files = Object.fromEntries(
    // Modules are read at once, in any order: the same source has to give the same bytes, whose hash pages write down.
    [...parts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, module]) => {
        const chunk = later.find(({ moduleIds }) => moduleIds.includes(module));
        if (!chunk) throw new Error(`Expected a file of its own for the part ${name}.`);
        return [name, [...new Set(filesOf(chunk.fileName))]];
      }),
  );
  const unguarded = chunks
    .flatMap(({ dynamicImports }) => dynamicImports)
    .filter((file) => !Object.values(files).flat().includes(file));
  if (unguarded.length > 0) throw new Error(`Expected every dynamic import to be vouched for, found ${unguarded}.`);
  return files;
}

/** Parts by name with all their files, and the hash of each file. */
function vouch(chunks: readonly Rolldown.OutputChunk[], files: Readonly<Record<string, readonly string[]>>) {
  const wanted = new Set(Object.values(files).flat());
  const named = chunks.filter(({ fileName }) => wanted.has(fileName));
  // SHA-256, as for every other file that a reader relies on: a third shorter than the tag's.
  return {
    files,
    integrity: Object.fromEntries(named.map(({ fileName, code }) => [fileName, integrity("sha256", code)])),
  };
}
