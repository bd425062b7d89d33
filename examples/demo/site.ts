import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse, request as send } from "node:http";
import { join } from "node:path";
import { createServeHandler } from "@trust-center/cli";

/** A vendor's web site: its own page, its feed, the script, and its service behind the same origin. */
export interface Site {
  /** The example's folder, with index.html and page.css. */
  source: string;
  /** Folder of the script bundle. */
  script: string;
  feed: string;
  out: string;
  /** The lines that `publish` prints. */
  tag: string;
  /** Where the service listens, once it does. */
  service: string | undefined;
}

/** The strictest policy that the widget is made for: nothing inline, nothing from elsewhere, no markup from strings. */
const policy =
  "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html trust-center; report-uri /csp-reports";

/** Where the service appears below the site. */
export const servicePath = "/trust-center/";
export const scriptPath = "/script/";

export interface SiteServer {
  readonly server: Server;
  /** What browsers reported against the content security policy. */
  readonly reports: string[];
  /** Asked of every request first; true where it has answered. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  serve(site: Site): void;
}

/** Makes the site's server. What it serves is known only once it listens. */
export function createSite(): SiteServer {
  let site: Site | undefined;
  const reports: string[] = [];
  const server = createServer((request, response) => {
    if (!site) return void response.writeHead(503).end();
    if (made.intercept?.(request, response)) return;
    if (request.url === "/csp-reports") return takeReport(request, response, reports);
    answer(site, request, response).catch(() => response.writeHead(500).end());
  });
  const made: SiteServer = {
    server,
    reports,
    intercept: undefined,
    serve: (found) => {
      site = found;
    },
  };
  return made;
}

function takeReport(request: IncomingMessage, response: ServerResponse, reports: string[]): void {
  let text = "";
  request.setEncoding("utf8").on("data", (part: string) => {
    if (text.length < 10_000) text += part;
  });
  request.on("end", () => {
    reports.push(text);
    response.writeHead(204).end();
  });
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (pathname.startsWith(servicePath)) return proxy(site, request, response);
  if (pathname.startsWith("/.well-known/")) return createServeHandler(site.out, site.feed)(request, response);
  if (pathname.startsWith(scriptPath)) return file(response, site.script, pathname.slice(scriptPath.length));
  if (pathname === "/") return page(site, response);
  return file(response, site.source, pathname.slice(1));
}

async function page({ source, tag }: Site, response: ServerResponse): Promise<void> {
  const html = await readFile(join(source, "index.html"), "utf8");
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
    "cache-control": "no-cache",
  });
  response.end(html.replace("<!-- The lines that `trust-center publish` prints go here. -->", tag));
}

const types: Record<string, string> = { css: "text/css", js: "text/javascript", svg: "image/svg+xml" };

async function file(response: ServerResponse, folder: string, name: string): Promise<void> {
  const type = types[name.split(".").at(-1) ?? ""];
  const bytes =
    /^[\w-]+\.\w+$/.test(name) && type ? await readFile(join(folder, name)).catch(() => undefined) : undefined;
  if (!bytes) return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found.\n");
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-cache",
    "access-control-allow-origin": "*",
  });
  response.end(bytes);
}

/** Hands a request on to the service, so that `default-src 'self'` covers it. */
function proxy({ service }: Site, request: IncomingMessage, response: ServerResponse): void {
  if (!service) return void response.writeHead(503).end();
  const target = new URL((request.url ?? "").slice(servicePath.length), service);
  const headers = { ...request.headers, "x-forwarded-for": request.socket.remoteAddress ?? "" };
  const onward = send(target, { method: request.method, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(response);
  });
  onward.on("error", () => {
    if (!response.headersSent) response.writeHead(502, { "content-type": "text/plain" });
    response.end("The service does not answer.\n");
  });
  request.pipe(onward);
}
