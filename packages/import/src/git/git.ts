import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageError } from "@trust-center/authoring";
import { limits } from "../limits.ts";

const run = promisify(execFile);

/** Settings of a repository that would run programs, and lazy fetches of a partial clone, are off. */
const quiet = ["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];
const environment = { GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };

/** Asks git about the repository that a folder is in. Nothing in it is run, written or fetched. */
export function gitIn(cwd: string, signal: AbortSignal | undefined) {
  return async (words: readonly string[], maxBuffer: number): Promise<Buffer> => {
    const settings = { cwd, maxBuffer, encoding: "buffer", timeout: limits.git, ...(signal && { signal }) } as const;
    try {
      const { stdout } = await run("git", [...quiet, ...words], {
        ...settings,
        env: { ...process.env, ...environment },
      });
      return stdout;
    } catch (cause) {
      signal?.throwIfAborted();
      throw refused(cwd, cause as Failure);
    }
  };
}

type Failure = NodeJS.ErrnoException & { stderr?: Buffer; killed?: boolean };

function refused(folder: string, { code, stderr, killed, message }: Failure): UsageError {
  const said = stderr?.toString("utf8").trim().split("\n").at(-1) ?? message;
  if (code === "ENOENT") {
    return new UsageError("Expected the program git, found none. Install it, or import without --git.");
  }
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") {
    return new UsageError(`Expected a smaller file in the history of ${folder}, found one over the ceiling.`, {
      folder,
    });
  }
  if (killed) {
    return new UsageError(`Expected an answer of git within ${limits.git / 1000} seconds, found none.`, { folder });
  }
  return new UsageError(
    `Expected ${folder} to be in a git repository that can be read, found: ${said}. Name a file of a working copy, or import without --git.`,
    { folder },
  );
}
