import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** What the script has in the place of libraries: as much of them as it calls. */
const own: Readonly<Record<string, string>> = {
  "zod/mini": here("./small-schemas.ts"),
  ky: here("./small-client.ts"),
  lit: here("./small-lit.ts"),
  "altcha-lib": here("./small-solver.ts"),
  "altcha-lib/algorithms/web/pbkdf2": here("./small-solver.ts"),
};

/** Puts modules of our own in the place of libraries, in the script alone. */
export function smallLibraries(): Plugin {
  return {
    name: "trust-center:small-libraries",
    enforce: "pre",
    resolveId: {
      filter: { id: /^(?:altcha-lib|ky|lit|zod)(?:\/|$)/ },
      handler: (id) => {
        if (!(id in own)) throw new Error(`The script has nothing in the place of ${id}: see small-libraries.ts.`);
        return own[id];
      },
    },
    // The small schemas look at own members alone: nothing has to be made of a value first.
    transform: {
      filter: { id: /feed\/src\/document\/check\.ts$/ },
      handler: (code) => code.replace("ownMembers(value)", "value"),
    },
  };
}
