import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { servedAs, servedWith } from "@trust-center/authoring";

/** Answers a request for a file of a published tree. */
export type ServeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Serves a published tree below the path of its feed's address, as a web server should: right types, immutable files
 * cached for a year, everything else revalidated, parts of files on request, readable from every origin.
 *
 * @param folder The published tree.
 * @param address The feed's address; its path is where the tree appears.
 */
export function createServeHandler(folder: string, address: string): ServeHandler {
  const base = new URL(address).pathname;
  return async (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      return send(response, 405, "Only GET and HEAD are answered here.\n", { allow: "GET, HEAD" });
    }
    const path = pathBelow(base, request.url ?? "/");
    if (path === undefined) return send(response, 404, `Nothing here. The feed is at ${base}\n`);
    try {
      await sendFile({ folder, path: path === "" ? "index.html" : path }, request, response);
    } catch {
      send(response, 500, "The file could not be read.\n");
    }
  };
}

/** The path below the base, or undefined where it leads anywhere else. Names that start with a dot are not served. */
function pathBelow(base: string, url: string): string | undefined {
  const [raw = ""] = url.split(/[?#]/);
  if (raw === base.slice(0, -1)) return "";
  if (!raw.startsWith(base)) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(raw.slice(base.length));
  } catch {
    return undefined;
  }
  const parts = path.split("/");
  const isPlain = (part: string) => part !== "" && !part.startsWith(".") && /^[\w.-]+$/.test(part);
  return path === "" || parts.every(isPlain) ? path : undefined;
}

async function sendFile(
  { folder, path }: { folder: string; path: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBelow(folder, path);
  if (!bytes) return send(response, 404, "No such file in this feed.\n");
  const etag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
  const { type, cacheControl } = servedAs(path);
  const headers = {
    "content-type": type,
    "cache-control": cacheControl,
    etag,
  };
  const known = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(etag) || known.includes("*"))
    return void response.writeHead(304, { ...servedWith, ...headers }).end();
  sendBytes(bytes, headers, request, response);
}

/** The whole file, or the one part of it that was asked for (RFC 9110 §14). */
function sendBytes(
  bytes: Buffer,
  headers: Record<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const condition = request.headers["if-range"];
  const range = condition === undefined || condition === headers.etag ? rangeOf(request, bytes.length) : undefined;
  const all = { ...servedWith, ...headers, "accept-ranges": "bytes" };
  if (range === "unsatisfiable") {
    return void response.writeHead(416, { ...all, "content-range": `bytes */${bytes.length}` }).end();
  }
  const part = range ? bytes.subarray(range.start, range.end) : bytes;
  response.writeHead(range ? 206 : 200, {
    ...all,
    "content-length": part.length,
    ...(range && { "content-range": `bytes ${range.start}-${range.end - 1}/${bytes.length}` }),
  });
  response.end(request.method === "HEAD" ? undefined : part);
}

/** The range asked for, its end exclusive. Several ranges, other units and other methods get the whole file. */
function rangeOf({ method, headers }: IncomingMessage, length: number) {
  const found = /^bytes=(\d*)-(\d*)$/.exec((method === "GET" && headers.range) || "");
  if (!found || found[0] === "bytes=-") return undefined;
  const [first = "", last = ""] = found.slice(1);
  const start = first === "" ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === "" || last === "" ? length : Math.min(length, Number(last) + 1);
  if (first !== "" && last !== "" && Number(last) < start) return undefined;
  return start < end ? { start, end } : "unsatisfiable";
}

/** A file of the tree; undefined where there is none, or where a link leads out of the tree. */
async function readBelow(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    const root = await realpath(folder);
    const found = await realpath(join(root, path));
    if (!found.startsWith(`${root}${sep}`) || !(await stat(found)).isFile()) return undefined;
    return await readFile(found);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...servedWith,
    ...headers,
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(text);
}
