import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { createWriter } from "../files/write-files.ts";

/** The widget's script and its parts, as one build made them. */
export interface WidgetScript {
  folder: string;
  /** Names of its files, the ones that load the others last. */
  files: readonly string[];
  /** What the tag's attribute `integrity` says. */
  integrity: string;
}

/** The file that a tag names. */
export const scriptName = "trust-center.js";
/** Files that others are loaded by: on a server they must not be newer than these. */
const loaders = ["trust-center-classic.js", scriptName];

/**
 * Reads the script of `@trust-center/widget`, and its hash.
 *
 * @param folder Its `dist/script`.
 * @throws {UsageError} where it is not there, or its hash is another than its build says
 */
export async function readScript(folder: string): Promise<WidgetScript> {
  const bytes = await readFile(join(folder, scriptName)).catch((cause: unknown) => {
    const message = `Expected the widget's script in ${folder}, found no ${scriptName}. Name the folder dist/script of @trust-center/widget with --script.`;
    throw new UsageError(message, { folder }, { cause });
  });
  const integrity = `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
  const built = JSON.parse(await readFile(join(folder, "integrity.json"), "utf8").catch(() => "{}"))[scriptName];
  if (built !== integrity) {
    const message = `Expected ${scriptName} with the hash that integrity.json beside it says (${built ?? "none"}), found ${integrity}. Copy the folder anew, all files of one version.`;
    throw new UsageError(message, { folder, integrity, built });
  }
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  const files = [
    ...names.filter((name) => !loaders.includes(name)).sort(),
    ...loaders.filter((name) => names.includes(name)),
  ];
  return { folder, files, integrity };
}

/**
 * Copies a script. Parts of older versions stay: pages that were loaded before still ask for them.
 *
 * @returns the names of what was written
 */
export async function copyScript({ folder, files }: WidgetScript, to: string, signal?: AbortSignal): Promise<string[]> {
  const writer = createWriter(to, signal);
  for (const name of files) await writer.write(name, await readFile(join(folder, name)));
  await writer.settle();
  return writer.written;
}
