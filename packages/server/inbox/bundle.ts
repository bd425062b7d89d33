import { fileURLToPath } from "node:url";
import type { InlineConfig } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Vite's configuration of the inbox's page: one script, whose name holds its hash. */
export const inboxBundle = (outDir: string = `${root}dist/page`): InlineConfig => ({
  root,
  configFile: false,
  logLevel: "warn",
  resolve: { conditions: ["browser", "module", "import", "default"] },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    lib: { entry: `${root}inbox/main.ts`, formats: ["es"] },
    rolldownOptions: {
      output: {
        entryFileNames: "inbox-[hash].js",
        comments: { legal: true },
        minify: { compress: true, mangle: true, codegen: true },
      },
    },
  },
});
