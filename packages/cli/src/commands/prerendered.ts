import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { PublishResult } from "@trust-center/authoring";
import type { Reporter } from "../output/reporter.ts";

/** A file with the tag and the list in it, and what a policy has to allow for it. */
export interface WrittenMarkup {
  file: string;
  /** For `style-src`. */
  styleHashes: readonly [string, string];
}

/** Renders what is published as the widget shows it, and writes it whole or not at all. */
export async function writePrerendered(
  file: string,
  { out, parts, address }: PublishResult,
  { now, signal }: { now: number; signal: AbortSignal | undefined },
): Promise<WrittenMarkup | undefined> {
  if (!parts) return undefined;
  // A document and the widget: only who asks for it waits for them.
  const { prerender } = await import("@trust-center/prerender");
  const { feed, pin, ...attributes } = parts.attributes;
  const lang = await languageOf(out);
  const { html, styleHashes } = await prerender({
    ...{ feed, pin, attributes, lang, page: address, now, signal },
    fallback: parts.fallback,
    files: await filesIn(out),
  });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.part`, `${parts.script}\n${html}\n`);
  await rename(`${file}.part`, file);
  return { file, styleHashes };
}

/** What was just written there, by path. */
async function filesIn(folder: string): Promise<Map<string, Uint8Array>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.map(async (path) => [relative(folder, path).split(sep).join("/"), await readFile(path)] as const);
  return new Map(await Promise.all(files));
}

/** The publisher's first language. */
async function languageOf(out: string): Promise<string | undefined> {
  const { publisher } = JSON.parse(await readFile(join(out, "latest.json"), "utf8"));
  return publisher?.languages?.[0];
}

export function sayPrerendered({ file, styleHashes }: WrittenMarkup, { say }: Reporter): void {
  say();
  say(`Markup     ${file}: include it in your page instead of the tag, after every publish`);
  say(`Policy     where inline styles are forbidden, style-src has to allow ${styleHashes.join(" ")}`);
}
