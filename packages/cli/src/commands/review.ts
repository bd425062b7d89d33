import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { authoringFile, type Review, reviewFolder, UsageError } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { type Forge, forges, putComment } from "../review/comment.ts";
import { reviewLines, reviewMarkdown } from "../review/words.ts";
import type { Context } from "./context.ts";

const reviewFormats = ["text", "markdown", "json"] as const;
type Format = (typeof reviewFormats)[number];

export interface ReviewCommandOptions {
  base?: string;
  format?: string;
  /** A forge: the comment is put into the pull request that the job runs for. */
  comment?: string;
  failOnWarning?: boolean;
  now?: string;
}

/** `trust-center review` */
export async function review(
  folder: string,
  { base, format: given, comment, failOnWarning = false, now }: ReviewCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const format = formatFrom(given, reporter);
  const forge = forgeFrom(comment);
  const path = resolve(io.cwd, folder);
  const instant = nowFrom(io, now);
  const found =
    base === undefined
      ? await reviewFolder(path, { now: instant })
      : await withBase(path, { ref: base, signal: io.signal }, (other) =>
          reviewFolder(path, { now: instant, base: other }),
        );
  if (format === "json") createReporter(io, { json: true }).data(found);
  else if (format === "markdown") for (const line of reviewMarkdown(found)) reporter.tell(line);
  else for (const line of reviewLines(found)) reporter.say(line);
  if (forge) {
    const outcome = await putComment(forge, reviewMarkdown(found).join("\n"), io);
    reporter.complain(
      `The comment of the pull request ${{ made: "was made", replaced: "was replaced", unchanged: "says this already" }[outcome]}.`,
    );
  }
  return isGood(found, failOnWarning) ? exitCodes.ok.code : exitCodes.failed.code;
}

const isGood = ({ report, doubts }: Review, failOnWarning: boolean): boolean =>
  report.errors.length === 0 && !(failOnWarning && report.warnings.length + doubts.length > 0);

function formatFrom(format: string | undefined, { json }: Reporter): Format {
  if (format === undefined) return json ? "json" : "text";
  const known = reviewFormats.find((one) => one === format);
  if (known) return known;
  throw new UsageError(`Expected --format to be one of ${reviewFormats.join(", ")}, found “${format}”.`);
}

function forgeFrom(name: string | undefined): Forge | undefined {
  const known = forges.find((one) => one === name);
  if (known || name === undefined) return known;
  throw new UsageError(`Expected --comment to be one of ${forges.join(", ")}, found “${name}”.`);
}

/** What a list is made of: itself, and the texts of policies. */
const isOfList = (path: string): boolean => path === authoringFile || path.endsWith(".md");

/** Lays the other branch's list into a folder of its own for as long as something is done with it. */
async function withBase<T>(
  folder: string,
  { ref, signal }: { ref: string; signal: AbortSignal },
  use: (base: string | undefined) => Promise<T>,
): Promise<T> {
  const { filesAt } = await import("@trust-center/import");
  const { files } = await filesAt(folder, { ref, wanted: isOfList, signal });
  // The list is new on this branch.
  if (!files.has(authoringFile)) return use(undefined);
  const other = await mkdtemp(join(tmpdir(), "trust-center-base-"));
  try {
    for (const [name, bytes] of files) {
      const path = join(other, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
    return await use(other);
  } finally {
    await rm(other, { recursive: true, force: true });
  }
}
