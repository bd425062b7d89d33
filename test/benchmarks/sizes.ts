import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { scriptName } from "../../packages/widget/script/bundle.ts";
import { classicName } from "../../packages/widget/script/vouch.ts";
import type { Bundles, Subject } from "./bundles.ts";

/** Brotli bytes, quality 11. */
export interface ScriptSizes {
  /** Each file of the widget's script. */
  parts: Record<string, number>;
  /** What the script tag loads before the first verified row. */
  firstView: number;
  /** Everything that a page in English can load. */
  everything: number;
  /** The largest further language. */
  language: number;
  /** Scripts and styles of the other pages, whole. */
  pages: Partial<Record<Subject, number>>;
}

/** Weighs what was built. */
export async function measureSizes({ subjects, folder }: Bundles): Promise<ScriptSizes> {
  const parts = await weigh(folder("widget"));
  const first = await importedAtOnce(folder("widget"), scriptName);
  const sum = (wanted: (file: string) => boolean) =>
    Object.entries(parts).reduce((total, [file, size]) => total + (wanted(file) ? size : 0), 0);
  const pages = await Promise.all(
    subjects
      .filter((subject) => subject !== "widget")
      .map(async (subject) => {
        const files = await weigh(folder(subject));
        return [subject, Object.values(files).reduce((total, size) => total + size, 0)] as const;
      }),
  );
  return {
    parts,
    firstView: sum((file) => first.has(file)),
    everything: sum(isInEnglish),
    language: Math.max(0, ...Object.entries(parts).map(([file, size]) => (isLanguage(file) ? size : 0))),
    pages: Object.fromEntries(pages),
  };
}

/** Parts that are named after a locale, `es-HASH.js`. */
const isLanguage = (file: string) => /^[a-z]{2}-/.test(file);

/** What a page in English can load, but for what its platform has itself: Ed25519, script tags for modules. */
export const isInEnglish = (file: string): boolean =>
  !isLanguage(file) && file !== classicName(scriptName) && !/^(?:locales|software)-/.test(file);

async function weigh(folder: string): Promise<Record<string, number>> {
  const files = (await readdir(folder)).filter((file) => /\.(?:js|css)$/.test(file));
  const sizes = files.map(async (file) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
    return [file, brotliCompressSync(await readFile(join(folder, file)), { params }).length] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
}

/** A file and all that it imports statically, and they in turn. */
async function importedAtOnce(folder: string, file: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(file)) return found;
  found.add(file);
  const code = await readFile(join(folder, file), "utf8");
  const imports = code.matchAll(/(?:^|[;}\n])\s*(?:import|export)\b[^;(]*?["'`]\.\/([^"'`]+)["'`]/g);
  for (const [, name] of imports) await importedAtOnce(folder, name as string, found);
  return found;
}
