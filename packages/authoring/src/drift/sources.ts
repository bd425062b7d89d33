import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { UsageError } from "../errors.ts";
import { readTextFile } from "../folder/read-file.ts";
import { hostsIn, hostsInHar, isManifest, namedIn } from "./manifests.ts";
import type { Trace, TraceSource } from "./trace.ts";

/** Folders that hold others' code, or what was built. */
const others = new Set(["node_modules", "vendor", "dist", "build", "target", "venv", ".venv", "site-packages"]);
/** Folders and files that are looked at in one tree, and bytes of a manifest and of a recording. */
const limits = { entries: 100_000, manifest: 16 * 1024 * 1024, har: 128 * 1024 * 1024 } as const;

/** The manifests and lock files of a tree of code: npm, pnpm, Yarn, pip, uv, Pipenv, Go, Bundler, Cargo, Composer and Terraform. Links are not followed, and nothing is run. */
export function codeIn(folder: string): TraceSource {
  return {
    name: `code in ${folder}`,
    read: async (signal) => {
      const traces: Trace[] = [];
      const queue = [folder];
      let seen = 0;
      for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
        const entries = await readdir(at, { withFileTypes: true }).catch((cause: unknown) => {
          if (at !== folder) return [];
          throw new UsageError(`Expected a folder with code, found none that can be read at ${folder}.`, {
            cause: String(cause),
          });
        });
        for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
          signal?.throwIfAborted();
          seen += 1;
          if (seen > limits.entries)
            throw new UsageError(
              `Expected at most ${limits.entries} files in ${folder}, found more. Name the folder of one program.`,
            );
          const path = join(at, entry.name);
          if (entry.isDirectory() && !entry.name.startsWith(".") && !others.has(entry.name)) queue.push(path);
          if (!entry.isFile() || !isManifest(entry.name)) continue;
          const { text } = await readTextFile(path, limits.manifest);
          for (const named of (text !== undefined && namedIn(entry.name, text)) || [])
            traces.push({ ...named, file: path });
        }
      }
      return traces;
    },
  };
}

/** A recording of what a page asked (HAR), or a text with hosts: a content security policy, or a host a line. */
export const hostsOf = (path: string): TraceSource => ({
  name: relative(".", path) || path,
  read: async () => {
    const { text, problem } = await readTextFile(path, limits.har);
    if (text === undefined)
      throw new UsageError(`Expected ${problem.expected} (${path}), found ${problem.found}. ${problem.fix}`, { path });
    return (hostsInHar(text) ?? hostsIn(text)).map((named) => ({ ...named, file: path }));
  },
});
