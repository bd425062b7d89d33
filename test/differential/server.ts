import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How one attempt is answered: a status, nothing at all, a connection that ends, a body that ends too early. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  ends?: "never" | "at once" | "early";
}

/** What the server saw of one attempt. */
export interface Seen {
  method: string | undefined;
  body: string;
  headers: Record<string, string | undefined>;
  at: number;
}

/** A server that answers the attempts at a path one after the other, the last answer again and again. */
export async function misbehaving(answers: ReadonlyMap<string, readonly Answer[]>) {
  const seen = new Map<string, Seen[]>();
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    const before = seen.get(path) ?? [];
    const attempt = { method: request.method, body: "", headers: wanted(request), at: performance.now() };
    seen.set(path, [...before, attempt]);
    for await (const chunk of request) attempt.body += chunk;
    const list = answers.get(path.split("/").at(-1) ?? "") ?? [];
    give(list[Math.min(before.length, list.length - 1)] ?? {}, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const wanted = ({ headers }: IncomingMessage) => ({
  type: headers["content-type"],
  match: headers["if-none-match"],
  cookie: headers.cookie,
  length: headers["content-length"],
});

function give({ status = 200, headers = {}, body = "", ends }: Answer, response: ServerResponse): void {
  if (ends === "never") return;
  if (ends === "at once") {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, ...(ends === "early" && { "content-length": "1000" }) });
  response.write(body);
  if (ends === "early") setTimeout(() => response.destroy(), 20);
  else response.end();
}
