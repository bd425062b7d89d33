import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { check, type Envelope, headSchema, limits, parseJson } from "@trust-center/feed";
import { BrokenTreeError } from "../errors.ts";
import { authoringFile, outOf, readAuthoring } from "../folder/check.ts";
import { folderReader, readRootUnverified } from "./read-published.ts";

/** A published tree on this machine, not verified. */
export interface LocatedTree {
  /** Absolute. */
  out: string;
  /** The address that its first root names, and that root's pin. */
  address: string;
  pin: string;
  roots: Envelope[];
}

/**
 * Finds the published tree of a folder: the folder itself, or the `out` of the authoring folder that it is.
 *
 * @throws {BrokenTreeError} where there is none
 */
export async function locateTree(folder: string): Promise<LocatedTree> {
  const out = await outFolder(resolve(folder));
  const bytes = await folderReader(out)("head.json", limits.head).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    const message = `Expected a published tree in ${out}, found no head.json. Publish first: trust-center publish ${folder}`;
    throw new BrokenTreeError("malformed", message, { out }, { cause });
  });
  const { roots } = check(headSchema, parseJson(bytes, "head.json", limits.depth), "head.json");
  const { root, pin } = await readRootUnverified(roots[0] as Envelope);
  return { out, address: root.feed, pin, roots };
}

async function outFolder(folder: string): Promise<string> {
  const has = (name: string) => stat(join(folder, name)).then(Boolean, () => false);
  if ((await has("head.json")) || !(await has(authoringFile))) return folder;
  const { settings } = await readAuthoring(folder);
  return outOf(folder, settings ?? {});
}
