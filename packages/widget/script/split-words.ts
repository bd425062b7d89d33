import { readFile } from "node:fs/promises";
import type { Plugin } from "vite";

const words = /packages\/reading\/src\/words\/en\.ts$/;

/**
 * Takes the English words apart by their exports: a bundler puts a module into one file as a whole, and the first view
 * would carry the words of everything that comes later.
 */
export function splitWords(): Plugin {
  return {
    name: "trust-center:split-words",
    enforce: "pre",
    resolveId: {
      filter: { id: /^trust-center:words:/ },
      handler: (id) => ({ id, moduleSideEffects: false }),
    },
    load: {
      filter: { id: [words, /^trust-center:words:/] },
      async handler(id) {
        const [path = "", part] = id.replace("trust-center:words:", "").split("?");
        const parts = partsOf(await readFile(path, "utf8"));
        if (part) return { code: parts.get(part) ?? "", moduleType: "ts" };
        return [...parts.keys()]
          .map((name) => `export { ${name} } from "trust-center:words:${path}?${name}";`)
          .join("\n");
      },
    },
  };
}

/** The exports of a file of words, by name. */
const partsOf = (code: string): Map<string, string> =>
  new Map(
    [...code.matchAll(/^export const (\w+) = [^]*?^\} as const satisfies [^;]*;$/gm)].map(([part, name]) => [
      name ?? "",
      part,
    ]),
  );
