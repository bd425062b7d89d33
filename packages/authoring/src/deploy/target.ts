import { isAbsolute, resolve } from "node:path";
import { UsageError } from "../errors.ts";

/** Where a published tree is sent: the place that a site is served from. The feed's address says where in it. */
export type Target =
  | { kind: "folder" | "pages"; folder: string }
  /** `user@host:/srv/www/acme`, or a module of an rsync daemon. */
  | { kind: "rsync"; place: string }
  /** A bucket, and the prefix in it that the site is served from: without slashes at either end, or empty. */
  | { kind: "s3"; bucket: string; prefix: string };

/**
 * Reads a target: a folder, `pages:` and a folder, `[user@]host:path` for rsync, or `s3://bucket/prefix`.
 *
 * @param cwd What relative folders start from.
 * @throws {UsageError}
 */
export function readTarget(text: string, cwd: string): Target {
  const [, pages] = /^pages:(.+)$/.exec(text) ?? [];
  if (pages !== undefined) return { kind: "pages", folder: resolve(cwd, pages) };
  const [, bucket, prefix = ""] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.~/-]*?)\/*)?$/.exec(text) ?? [];
  if (bucket !== undefined && isPrefix(prefix)) return { kind: "s3", bucket, prefix };
  // A letter alone before the colon is a drive of Windows.
  const isRemote = /^(?:[\w.-]+@)?[\w][\w.-]+:(?!\/\/)[^\0\n]*$/.test(text) || /^rsync:\/\/[^\0\n]+$/.test(text);
  if (isRemote && !isAbsolute(text)) return { kind: "rsync", place: text };
  if (text !== "" && !text.startsWith("-") && !/^[a-z][a-z0-9+.-]+:/i.test(text))
    return { kind: "folder", folder: resolve(cwd, text) };
  throw new UsageError(
    `Expected a target: a folder that a site is served from, pages:<folder>, host:/path for rsync, or s3://bucket/prefix; found “${text}”. For example: --to acme.example:/srv/www/acme`,
  );
}

/** Whether an address keeps a prefix as it is. */
const isPrefix = (prefix: string): boolean =>
  prefix === "" || prefix.split("/").every((part) => part !== "" && part !== "." && part !== "..");
