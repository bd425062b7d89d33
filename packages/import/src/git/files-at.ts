import { realpath } from "node:fs/promises";
import { UsageError } from "@trust-center/authoring";
import { limits } from "../limits.ts";
import { gitIn } from "./git.ts";

/** Files of a folder, as a commit has them. */
export interface FilesAt {
  /** The commit's hash. */
  readonly commit: string;
  /** By path from the folder; none where the commit has no such folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface FilesAtOptions {
  /** A branch, a tag or a commit: `origin/main`. */
  ref: string;
  /** Whether a path, from the folder, is read. */
  wanted: (path: string) => boolean;
  signal?: AbortSignal | undefined;
}

/** Files of one folder that are read, and bytes of their list. */
const maxFiles = 1_000;
const maxList = 4 * 1024 * 1024;

/**
 * Files of a folder as they were where the current branch left another one (`git merge-base`); at the other itself where the
 * repository does not know that place. Links and submodules are passed over.
 *
 * @throws {UsageError} where the folder is in no repository, or there is no such ref
 */
export async function filesAt(folder: string, { ref, wanted, signal }: FilesAtOptions): Promise<FilesAt> {
  const git = gitIn(await realpath(folder).catch(() => folder), signal);
  const ask = async (...words: string[]) => (await git(words, maxList)).toString("utf8").trim();
  const tip = await ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).catch(() => {
    signal?.throwIfAborted();
    throw new UsageError(
      `Expected --base to be a branch, a tag or a commit that this repository has, found “${ref}”. In CI, fetch it first: a checkout of one commit alone has no other (fetch-depth: 0).`,
    );
  });
  const commit = await ask("merge-base", tip, "HEAD").catch(() => {
    signal?.throwIfAborted();
    return tip;
  });
  const prefix = await ask("rev-parse", "--show-prefix");
  const list = (await git(["ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix || "."], maxList)).toString(
    "utf8",
  );
  const found = list.split("\0").flatMap((line) => {
    const [, hash, path] = /^100\d{3} blob ([0-9a-f]{40,64})\t(.+)$/su.exec(line) ?? [];
    const inside = path?.startsWith(prefix) ? path.slice(prefix.length) : undefined;
    return hash && inside && wanted(inside) ? [{ hash, inside }] : [];
  });
  const files = new Map<string, Uint8Array>();
  for (const { hash, inside } of found.slice(0, maxFiles)) {
    files.set(inside, Uint8Array.from(await git(["cat-file", "blob", hash], limits.source)));
  }
  return { commit, files };
}
