import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
};

/** Serves a folder as a plain web server does, with a content security policy on every file. */
export function fileServer(folder: string, policy: string): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    send(join(folder, normalize(pathname.endsWith("/") ? `${pathname}index.html` : pathname)), policy, response).catch(
      () => response.writeHead(404).end(),
    );
  });
}

async function send(file: string, policy: string, response: ServerResponse): Promise<void> {
  const bytes = await readFile(file);
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "access-control-allow-origin": "*",
  });
  response.end(bytes);
}
