import { realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { UsageError } from "@trust-center/authoring";
import { limits } from "../limits.ts";
import { gitIn } from "./git.ts";

/** A file as one commit left it. */
export interface Revision {
  /** The commit's hash. */
  readonly commit: string;
  /** When it was committed, an instant: what the commit says of itself, which nobody vouches for. */
  readonly committed: string;
  /** Its path in the repository then. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a repository remembers of a file. */
export interface GitHistory {
  /** The file's name. */
  readonly file: string;
  /** Oldest first: the file after each commit of the current branch that changed it. */
  readonly revisions: readonly Revision[];
  /** Whether the repository was cloned without its beginning, or has more commits than are read. */
  readonly cut: boolean;
}

/** Bytes of the list of commits. */
const maxLog = 4 * 1024 * 1024;

/**
 * The history of a file, through renames, along the current branch: what a merge brought in is dated by the merge.
 * Nothing in the repository is run, written or fetched.
 *
 * @throws {UsageError} where the file is in no repository, or was never committed
 */
export async function readGitHistory(path: string, signal?: AbortSignal): Promise<GitHistory> {
  const file = await realpath(path).catch(() => path);
  const git = gitIn(dirname(file), signal);
  const log = await git(
    // Commits of the branch itself alone, each against the one before it.
    [
      "log",
      "--follow",
      "--first-parent",
      "--diff-merges=first-parent",
      "--no-textconv",
      "--no-ext-diff",
      "--no-show-signature",
    ].concat([
      "--name-status",
      "-z",
      `--max-count=${limits.revisions + 1}`,
      "--format=%x01%H %cI",
      "--",
      basename(file),
    ]),
    maxLog,
  );
  const commits = commitsIn(log.toString("utf8"));
  if (commits.length === 0) {
    throw new UsageError(
      `Expected ${path} to have been committed, found no commit that changed it. Commit it, or import it without --git.`,
      { path },
    );
  }
  const isShallow = (await git(["rev-parse", "--is-shallow-repository"], 100)).toString().trim() === "true";
  const revisions: Revision[] = [];
  for (const { commit, committed, path: then } of commits.slice(0, limits.revisions).reverse()) {
    // As it was committed: no filter and no converter of the repository is run on it.
    const bytes = await git(["cat-file", "blob", `${commit}:${then}`], limits.source).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof UsageError) return undefined;
      throw error;
    });
    if (bytes) revisions.push({ commit, committed, path: then, bytes: Uint8Array.from(bytes) });
  }
  return { file: basename(file), revisions, cut: isShallow || commits.length > limits.revisions };
}

/** `\x01<hash> <instant>\0\n<status>\0<path>\0`, of a rename `R100\0<old>\0<new>\0`. What was deleted there has no bytes. */
function commitsIn(log: string): { commit: string; committed: string; path: string }[] {
  return log.split("\u0001").flatMap((part) => {
    const [head = "", ...rest] = part.split("\0");
    const [, commit, committed] = /^([0-9a-f]{40,64}) (\S+)/.exec(head) ?? [];
    const names = rest.map((name) => name.replace(/^\n+/, "")).filter((name) => name !== "");
    const status = names[0] ?? "";
    const path = /^[RC]/.test(status) ? names[2] : names[1];
    if (!commit || !committed || !path || status.startsWith("D")) return [];
    return [{ commit, committed: new Date(committed).toISOString().replace(/\.\d+Z$/, "Z"), path }];
  });
}
