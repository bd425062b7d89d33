import { readFile, realpath, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { listPageStyle, pagePolicy, servedWith } from "@trust-center/authoring";
import { createServeHandler, type ServeHandler } from "../serve/handler.ts";

/** All that one host serves for a vendor. */
export interface Site {
  /** The feed's address, and its published tree. */
  feed: string;
  out: string;
  /** The folder of the widget's script, and its address on the site, which ends in `/`. */
  script: string;
  scriptPath: string;
  /** The page with the list on it, as HTML. */
  page(): Promise<string>;
  /** What else there is beside that page; absent: nothing. */
  files?: string | undefined;
  /** Sent with a page that is not the vendor's own. */
  policy?: string | undefined;
  /** The service's public address, and what answers below it. */
  service?: { address: string; handle(request: IncomingMessage, response: ServerResponse): void } | undefined;
}

/** The policy of the page that is made, which reads a feed and calls a service: they may be of other origins than it. */
export function policyFor(feed: string, service: string | undefined): string {
  const origins = [feed, ...(service === undefined ? [] : [service])].map((address) => new URL(address).origin);
  return `${pagePolicy(origins)}; style-src 'self' ${listPageStyle}`;
}

/**
 * Answers every request for one vendor: the page at `/`, the feed below the path of its address, the widget's script, the
 * service below its own, and the files beside the page. Of feed and service the longer path goes first. Nothing is listed,
 * and no link leads out of a folder.
 */
export function createSiteHandler(site: Site): ServeHandler {
  const { feed, service } = site;
  const parts: Part[] = [
    { at: new URL(feed).pathname, answer: createServeHandler(site.out, feed) },
    ...(service ? [{ at: new URL(service.address).pathname, answer: service.handle }] : []),
  ].toSorted((one, other) => other.at.length - one.at.length);
  const isFeed = (part: Part | undefined) => part?.at === new URL(feed).pathname;
  return async (request, response) => {
    const path = pathOf(request.url);
    if (path === undefined) return send(response, 404, "Nothing here.\n");
    // Before the service, which may have the same folder.
    const script = path.startsWith(site.scriptPath) ? await scriptFile(site, path) : undefined;
    if (script) return sendFile(request, response, { bytes: script, type: types.js });
    const part = parts.find(({ at }) => path.startsWith(at) || path === at.slice(0, -1));
    const isPage = path === "/" || path === "/index.html";
    if (isPage && !isFeed(part)) return sendPage(site, request, response);
    if (part) return part.answer(request, response);
    const found = site.files === undefined ? undefined : await fileBelow(site.files, path.slice(1));
    if (found) return sendFile(request, response, found);
    // Browsers ask for it on their own.
    if (path === "/favicon.ico") return void response.writeHead(204, { ...servedWith }).end();
    return send(response, 404, "Nothing here.\n");
  };
}

interface Part {
  at: string;
  answer(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

/** The path that is asked for; undefined where it is none. */
function pathOf(url = "/"): string | undefined {
  const [raw = "/"] = url.split(/[?#]/);
  try {
    return raw.startsWith("/") ? decodeURIComponent(raw) : undefined;
  } catch {
    return undefined;
  }
}

function scriptFile({ script, scriptPath }: Site, path: string): Promise<Buffer | undefined> | undefined {
  const name = path.slice(scriptPath.length);
  return /^[\w-][\w.-]*\.js$/.test(name) ? readFile(join(script, name)).catch(() => undefined) : undefined;
}

const types: Readonly<Record<string, string>> & { js: string } = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml; charset=utf-8",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  ico: "image/x-icon",
  woff2: "font/woff2",
};

interface Found {
  bytes: Buffer;
  type: string;
}

/** A file beside the page, of a kind that pages have; undefined where there is none, or where a link leads out of the folder. */
async function fileBelow(folder: string, path: string): Promise<Found | undefined> {
  const type = types[path.split(".").at(-1) ?? ""];
  const isPlain = path.split("/").every((part) => /^\w[\w.-]*$/.test(part));
  if (!type || !isPlain) return undefined;
  try {
    const root = await realpath(folder);
    const found = await realpath(join(root, path));
    if (!found.startsWith(`${root}${sep}`) || !(await stat(found)).isFile()) return undefined;
    return { bytes: await readFile(found), type };
  } catch {
    return undefined;
  }
}

async function sendPage(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = await site.page().catch(() => undefined);
  if (page === undefined) return send(response, 503, "Nothing is published yet.\n");
  const headers: Record<string, string> = site.policy === undefined ? {} : { "content-security-policy": site.policy };
  return sendFile(request, response, { bytes: Buffer.from(page), type: types.html as string }, headers);
}

function sendFile(
  { method }: IncomingMessage,
  response: ServerResponse,
  { bytes, type }: Found,
  more: Record<string, string> = {},
): void {
  if (method !== "GET" && method !== "HEAD") {
    send(response, 405, "Only GET and HEAD are answered here.\n", { allow: "GET, HEAD" });
    return;
  }
  response.writeHead(200, {
    ...servedWith,
    ...more,
    "content-type": type,
    "content-length": bytes.length,
    "cache-control": "no-cache",
  });
  response.end(method === "HEAD" ? undefined : bytes);
}

function send(response: ServerResponse, status: number, text: string, more: Record<string, string> = {}): void {
  response.writeHead(status, {
    ...servedWith,
    ...more,
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
  });
  response.end(text);
}
