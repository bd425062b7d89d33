import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Example, folderOf } from "./examples.ts";
import type { Feed } from "./feed.ts";

/** The address and the pin that examples are written with. */
const written = { address: "https://acme.example/.well-known/trust-center/", pin: "sha256-…" } as const;

/** Left behind where an example was built in place. */
const made = /(?:^|\/)(?:node_modules|dist|\.next|\.astro|\.angular)(?:\/|$)/;

/** Copies an example and fills in what its reader would: address, pin, and the hash of the script. */
export async function copyExample(example: Example, target: string, { feed, script }: { feed: Feed; script: string }) {
  const source = folderOf(example.name);
  await cp(source, target, { recursive: true, filter: (path) => !made.test(path.slice(source.length)) });
  const hashes: Record<string, string> = JSON.parse(await readFile(join(script, "integrity.json"), "utf8"));
  for (const path of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (!path.isFile() || path.name === "package.json") continue;
    const file = join(path.parentPath, path.name);
    const text = await readFile(file, "utf8");
    await writeFile(
      file,
      withHashes(text.replaceAll(written.address, feed.address).replaceAll(written.pin, feed.pin), hashes),
    );
  }
  if (example.script === undefined) return;
  await mkdir(join(target, example.script), { recursive: true });
  await cp(script, join(target, example.script), { recursive: true });
}

const withHashes = (text: string, hashes: Readonly<Record<string, string>>): string =>
  Object.entries(hashes).reduce(
    (text, [name, hash]) =>
      text.replace(
        new RegExp(`(/${name}(?:\\?[^"]*)?" integrity=")sha384-…"`, "g"),
        (_found, before) => `${before}${hash}"`,
      ),
    text,
  );
