import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { installed, packAll } from "./packed.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url));

/** A project that has the packed widget. */
let project: string;
let folder: string;
let entries: string[];

beforeAll(async () => {
  project = await installed(await packAll(["feed", "reading", "sdk", "widget"]));
  folder = join(project, "node_modules/@trust-center/widget");
  const { exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  entries = Object.keys(exports)
    .filter((path) => !path.endsWith(".json"))
    .map((path) => `@trust-center/widget${path.slice(1)}`);
}, 240_000);

describe("on a server, every entry", () => {
  test("can be imported in Node, and defines nothing", async () => {
    const script = join(project, "import.mjs");
    await writeFile(
      script,
      `const entries = ${JSON.stringify(entries)};
const found = await Promise.all(entries.map((entry) => import(entry)));
const defined = globalThis.customElements?.get("trust-center");
console.log(JSON.stringify([typeof found[0].TrustCenterElement, typeof defined, typeof HTMLElement, typeof document]));`,
    );
    const { stdout } = await run(process.execPath, [script]);
    expect(JSON.parse(stdout)).toEqual(["function", "undefined", "undefined", "undefined"]);
    expect(entries.length).toBeGreaterThan(5);
  });

  // As wrangler, Next and bundlers for workers resolve.
  test.each([[["workerd", "worker", "browser"]], [["edge-light", "browser"]], [["worker", "browser"]]])(
    "can be imported where bundlers take %s and nothing of a document is there",
    async (conditions) => {
      const source = join(project, "worker.js");
      const lines = entries.map((entry, at) => `import * as m${at} from ${JSON.stringify(entry)};`);
      const names = entries.map((_entry, at) => `m${at}`);
      await writeFile(source, `${lines.join("\n")}\nexport default [${names}].map((found) => Object.keys(found));`);
      const outDir = await mkdtemp(join(tmpdir(), "trust-center-worker-"));
      await build({
        root: project,
        configFile: false,
        logLevel: "warn",
        resolve: { conditions: [...conditions, "module", "import", "default"] },
        build: {
          outDir,
          emptyOutDir: true,
          minify: false,
          lib: { entry: source, formats: ["iife"], name: "found", fileName: "worker" },
        },
      });
      const [file = ""] = await readdir(outDir);
      // The language alone: no document, no element, no fetch, no URL.
      const found = runInNewContext(`${await readFile(join(outDir, file), "utf8")}; JSON.stringify(found)`);
      expect(JSON.parse(found)[0]).toEqual(["TrustCenterElement"]);
    },
  );
});

describe("types of the tag", () => {
  const types = fileURLToPath(new URL("./types/", import.meta.url));

  test("compile in TypeScript, React, Preact, Solid, Svelte and Vue, and refuse what is wrong", async () => {
    await cp(types, join(project, "types"), { recursive: true });
    await link(["@types/react", "preact", "solid-js", "svelte", "vue"]);
    const options = {
      target: "es2023",
      lib: ["es2023", "dom", "dom.iterable"],
      module: "preserve",
      moduleResolution: "bundler",
      jsx: "react-jsx",
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
    };
    await writeFile(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["types"] }));
    const ran = await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project]).catch(
      (error: { stdout: string }) => error,
    );
    expect(ran.stdout).toBe("");
  });

  /** Puts what the widget is developed with into the project. */
  async function link(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const target = join(project, "node_modules", name);
      await mkdir(join(target, ".."), { recursive: true });
      await symlink(join(root, "packages/widget/node_modules", name), target, "dir");
    }
  }
});
