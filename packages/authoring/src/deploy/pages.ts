import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createWriter } from "../files/write-files.ts";
import { caching, servedWith } from "./served.ts";

const begin = "# trust-center: written by `publish`";
const end = "# /trust-center";

/**
 * What hosts of static pages need beside the files: `_headers` (Netlify, Cloudflare Pages and the like), in which lines of
 * one's own stay, and `.nojekyll`, without which GitHub Pages passes over names that begin with a dot.
 *
 * @param path The path of the feed's address, with its slashes.
 * @returns the names of what was written
 */
export async function writePageFiles(site: string, path: string, signal: AbortSignal | undefined): Promise<string[]> {
  const before = await readFile(join(site, "_headers"), "utf8").catch(() => "");
  const writer = createWriter(site, signal);
  await writer.write("_headers", new TextEncoder().encode(withHeaders(before, path)));
  await writer.write(".nojekyll", new Uint8Array());
  return writer.written;
}

/** Of rules that name the same header for one file, hosts join the values: each header has rules of its own. */
const headers = (path: string): string =>
  [
    begin,
    `${path}*`,
    ...Object.entries(servedWith).map(([name, value]) => `  ${name}: ${value}`),
    ...["feed", "policies", "history", "root"].flatMap((name) => [
      `${path}${name}/*`,
      `  cache-control: ${caching.immutable}`,
    ]),
    ...["head.json", "latest.json", "log/checkpoint"].flatMap((name) => [
      `${path}${name}`,
      `  cache-control: ${caching.mutable}`,
    ]),
    end,
  ].join("\n");

function withHeaders(before: string, path: string): string {
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  if (from >= 0 && to > from) return before.slice(0, from) + headers(path) + before.slice(to + end.length);
  const own = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return `${own}${headers(path)}\n`;
}
