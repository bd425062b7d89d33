import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { scriptBundle } from "../../packages/widget/script/bundle.ts";
import { installPeers } from "./peers.ts";

/** What is measured side by side. The peers are there with `--peers` alone. */
export type Subject = "widget" | "inner-html" | "tabulator" | "ag-grid";

/** The peers' packages. */
const peers = { tabulator: "tabulator-tables", "ag-grid": "ag-grid-community" } as const;
const versions = { "tabulator-tables": "6", "ag-grid-community": "36" } as const;

/** Bundles of the pages, one folder a subject, and the peers' versions. */
export interface Bundles {
  readonly subjects: readonly Subject[];
  readonly versions: Readonly<Record<string, string>>;
  /** Folder of a subject's script. */
  folder(subject: Subject): string;
}

/** Builds the widget's script and the pages that it is compared with, all minified, below a folder. */
export async function buildBundles(folder: string, withPeers: boolean): Promise<Bundles> {
  const folderOf = (subject: Subject) => join(folder, "bundles", subject);
  await build(scriptBundle(folderOf("widget")));
  await buildPage("inner-html.ts", folderOf("inner-html"), {});
  if (!withPeers) return { subjects: ["widget", "inner-html"], versions: {}, folder: folderOf };
  const found = await installPeers(folder, versions);
  const alias = Object.fromEntries(Object.values(peers).map((name) => [name, join(folder, "node_modules", name)]));
  await buildPage("tabulator.js", folderOf("tabulator"), alias);
  await buildPage("ag-grid.js", folderOf("ag-grid"), alias);
  return { subjects: ["widget", "inner-html", "tabulator", "ag-grid"], versions: found, folder: folderOf };
}

async function buildPage(name: string, outDir: string, alias: Record<string, string>): Promise<void> {
  const entry = fileURLToPath(new URL(`./pages/${name}`, import.meta.url));
  await build({
    configFile: false,
    root: fileURLToPath(new URL("./pages", import.meta.url)),
    logLevel: "warn",
    resolve: { alias },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      minify: "oxc",
      lib: { entry, formats: ["es"], fileName: () => "page.js", cssFileName: "page" },
      rolldownOptions: { output: { minify: true } },
    },
  });
}
