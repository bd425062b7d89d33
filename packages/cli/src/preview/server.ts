import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { type Preview, previewFolder, previewFrame, previewKeys, previewPage, servedAs } from "@trust-center/authoring";
import { listen } from "../serve/listen.ts";
import { onSave } from "../up/saves.ts";

export interface PreviewOptions {
  port: number;
  /** The folder with the widget's script. */
  script: string;
  /** The clock of publishing. */
  now: () => number;
  signal: AbortSignal;
}

/** A preview that is being served. */
export interface Previewing {
  url: string;
  close(): Promise<void>;
}

/** Where feeds and the script are below the preview's own address. */
const places = { feeds: "/feeds/", script: "/trust-center/" };
/** The folder as it was at one save, and where its feed is. */
interface Made {
  path: string;
  address: string;
  preview: Promise<Preview>;
}

/**
 * Serves a folder as publishing it now would make it, to this machine alone, and tells open pages when its files change. Other
 * sites cannot read it: a name that leads here is refused.
 */
export async function servePreview(folder: string, { port, script, now, signal }: PreviewOptions): Promise<Previewing> {
  const keys = await previewKeys();
  const open = new Set<ServerResponse>();
  let base = "";
  let made: Made | undefined;
  const current = (): Made => {
    if (!made) {
      // Each is a feed of its own: a browser that remembered the one before would take it for a rewritten history.
      const path = `${places.feeds}${randomBytes(8).toString("hex")}/`;
      const address = new URL(path, base).href;
      made = { path, address, preview: previewFolder(folder, { address, keys, now: now() }) };
    }
    return made;
  };
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? "/", base);
    if (!url || request.headers.host !== new URL(base).host) return send(response, 421, "Not here.\n", "text/plain");
    if (request.method !== "GET") return send(response, 405, "Only GET is answered here.\n", "text/plain");
    const nonce = randomBytes(16).toString("base64");
    const day = /^\d{4}-\d\d-\d\d$/.exec(url.searchParams.get("day") ?? "")?.[0];
    const { path: below, address, preview } = current();
    if (url.pathname === "/events") return events(response);
    if (url.pathname === "/") return page(response, previewPage(await preview, { day, nonce }), nonce);
    const { shown } = await preview;
    if (url.pathname === "/frame" && shown) {
      const at = day === undefined ? undefined : Date.parse(`${day}T12:00:00Z`);
      const frame = { address, pin: shown.pin, script: `${places.script}trust-center.js`, at, nonce };
      return page(response, previewFrame(frame), nonce);
    }
    const path = url.pathname.startsWith(below) ? url.pathname.slice(below.length) : undefined;
    const found = path === undefined ? await scriptFile(url.pathname) : await shown?.read(path);
    if (!found) return send(response, 404, "Nothing here.\n", "text/plain");
    send(response, 200, found, path === undefined ? "text/javascript; charset=utf-8" : servedAs(path).type);
  };

  const scriptFile = async (path: string): Promise<Uint8Array | undefined> => {
    const [, name] = /^\/trust-center\/([\w-][\w.-]*\.js)$/.exec(path) ?? [];
    return name === undefined ? undefined : readFile(join(script, name)).catch(() => undefined);
  };

  const events = (response: ServerResponse): void => {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" }).write(":\n\n");
    open.add(response);
    response.on("close", () => open.delete(response));
  };

  const tell = () => {
    made = undefined;
    for (const response of open) response.write("data: changed\n\n");
  };
  const watching = onSave(folder, tell);
  const bound = await listen(server, "127.0.0.1", { port, more: 20 });
  base = `http://127.0.0.1:${bound}/`;
  const close = async () => {
    watching.close();
    server.closeAllConnections();
    if (server.listening) await new Promise((closed) => server.close(closed));
  };
  signal.addEventListener("abort", () => void close(), { once: true });
  return { url: base, close };
}

function page(response: ServerResponse, text: string, nonce: string): void {
  const policy = `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'`;
  response.setHeader("content-security-policy", policy);
  send(response, 200, text, "text/html; charset=utf-8");
}

function send(response: ServerResponse, status: number, body: string | Uint8Array, type: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
