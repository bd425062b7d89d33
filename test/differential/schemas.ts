import { glob, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { asInScript } from "./as-in-script.ts";
import { combined } from "./combinations.ts";

const packages = fileURLToPath(new URL("../../packages/", import.meta.url));

/** A schema, whoever made it. */
export interface Checked {
  safeParse(
    value: unknown,
    options: { jitless: true },
  ): { success: true; data: unknown } | { success: false; error: { issues: { path?: PropertyKey[] }[] } };
}

/** One schema of the sources, made by zod and made as in the script. */
export interface Pair {
  name: string;
  zod: Checked;
  small: Checked;
}

/** Every module of feed and SDK that calls zod's constructors and exports a schema. */
async function modules(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob("{feed,sdk}/src/**/*.ts", { cwd: packages })) {
    const code = await readFile(packages + file, "utf8");
    if (/^export const \w+Schema\b/m.test(code) && /^import (?!type)[^;]*"zod\/mini"/m.test(code))
      found.push(packages + file);
  }
  return found.sort();
}

type Namespaces = Record<string, Record<string, unknown>>;

/** All schemas that modules export and the combinations, twice. */
export async function pairs(): Promise<Pair[]> {
  const files = await modules();
  const code = files.map((file, at) => `export * as module${at} from ${JSON.stringify(file)};`).join("\n");
  const small = await asInScript<Namespaces>(code);
  const both = await Promise.all(
    files.map(async (file, at): Promise<Pair[]> => {
      const made: Record<string, unknown> = await import(/* @vite-ignore */ pathToFileURL(file).href);
      return Object.entries(made)
        .filter(([name]) => name.endsWith("Schema"))
        .map(([name, zod]) => ({ name, zod: zod as Checked, small: small[`module${at}`]?.[name] as Checked }));
    }),
  );
  return [...both.flat(), ...combined()];
}
