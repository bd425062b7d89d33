import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { UsageError } from "@trust-center/authoring";
import { TrustCenterError } from "@trust-center/feed";
import { readBody } from "@trust-center/sdk";
import { limits } from "../limits.ts";
import { clean } from "../model/clean.ts";
import { decode } from "./decode.ts";
import { type Format, formatOf } from "./format.ts";

/** A page or a file, as it came. */
export interface Source {
  /** Its name, or its address without what is behind `?`. */
  name: string;
  /** Where its links start from. */
  address?: string;
  format: Format;
  bytes: Uint8Array;
  /** Empty for a workbook. */
  text: string;
  sha256: string;
}

export interface ReadOptions {
  format?: Format | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  signal?: AbortSignal | undefined;
}

/** Whether a source is an address rather than a file. */
export const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/**
 * Reads a file, or an address, under a cap.
 *
 * @throws {TrustCenterError} `malformed`, and for addresses `network`, `timeout`, `too-large`, `aborted`
 */
export async function readSource(source: string, options: ReadOptions = {}): Promise<Source> {
  return isAddress(source) ? fromAddress(source, options) : fromFile(source, options);
}

/** A source that is at hand. */
export function sourceOf(
  name: string,
  bytes: Uint8Array,
  { format, mediaType, address }: { format?: Format | undefined; mediaType?: string; address?: string } = {},
): Source {
  const kind = format ?? formatOf({ name, bytes, ...(mediaType && { mediaType }) });
  const text = kind === "xlsx" ? "" : clean(decode(bytes, kind, mediaType));
  if (text.length > limits.marked && ["markdown", "rst", "json", "yaml"].includes(kind)) {
    throw new UsageError(
      `Expected ${name} to hold at most ${limits.marked} characters, found ${text.length}. Copy the part that holds the list into a file of its own.`,
    );
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, ...(address && { address }), format: kind, bytes, text, sha256 };
}

async function fromFile(path: string, { format }: ReadOptions): Promise<Source> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `Expected a file at ${path} that can be read, found ${error.code ?? "none"}. Check the path.`,
      { path },
    );
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile())
      throw new UsageError(`Expected ${path} to be a file, found something else. Name the file that holds the list.`, {
        path,
      });
    if (stats.size > limits.source) throw tooLarge(path);
    // A file can grow while it is read.
    const bytes = Buffer.alloc(limits.source + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      length += bytesRead;
      if (length > limits.source) throw tooLarge(path);
      if (bytesRead === 0) break;
    }
    return sourceOf(basename(path), Uint8Array.from(bytes.subarray(0, length)), { format });
  } finally {
    await file.close();
  }
}

const tooLarge = (path: string) =>
  new UsageError(
    `Expected ${path} to hold at most ${limits.source} bytes, found more. Copy the part that holds the list into a file of its own.`,
    { path },
  );

async function fromAddress(source: string, { format, fetch = globalThis.fetch, signal }: ReadOptions): Promise<Source> {
  const url = URL.parse(source);
  const isLocal = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
  if (!url || url.username || url.password || (url.protocol !== "https:" && !isLocal)) {
    throw new UsageError(
      `Expected an https:// address without a password, found “${source}”. Save the page as a file, and name that.`,
    );
  }
  const deadline = AbortSignal.any([AbortSignal.timeout(limits.answer), ...(signal ? [signal] : [])]);
  try {
    const response = await fetch(url, {
      signal: deadline,
      redirect: "manual",
      headers: { accept: "text/html, text/markdown, text/csv, application/json, */*;q=0.5" },
    });
    if (response.status >= 300 && response.status < 400) {
      const target = URL.parse(response.headers.get("location") ?? "", url)?.href;
      throw new TrustCenterError(
        "network",
        `Expected ${url} to answer itself, found a redirect${target ? ` to ${target}. Name that address` : ". Name the address that it leads to"}.`,
        { url: url.href },
      );
    }
    if (!response.ok)
      throw new TrustCenterError(
        "network",
        `Expected ${url} to be there, found HTTP status ${response.status}. Where a page is kept from programs, save it in your browser and name the file.`,
        { url: url.href },
      );
    const bytes = await readBody(response, limits.source, url.href);
    const mediaType = response.headers.get("content-type") ?? "";
    const name = `${url.origin}${url.pathname}`;
    return sourceOf(name, bytes, { format, mediaType, address: url.href });
  } catch (error) {
    if (error instanceof TrustCenterError) throw error;
    if (signal?.aborted)
      throw new TrustCenterError("aborted", "The caller ended the request.", { url: url.href }, { cause: error });
    if (deadline.aborted)
      throw new TrustCenterError(
        "timeout",
        `Expected an answer from ${url} within ${limits.answer / 1000} seconds, found none. Save the page as a file, and name that.`,
        { url: url.href },
        { cause: error },
      );
    throw new TrustCenterError(
      "network",
      `Expected an answer from ${url}, found no connection.`,
      { url: url.href },
      { cause: error },
    );
  }
}
