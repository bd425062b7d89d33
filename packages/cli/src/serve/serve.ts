import { createServer } from "node:http";
import { locateTree } from "@trust-center/authoring";
import { createServeHandler } from "./handler.ts";
import { listen } from "./listen.ts";

const portsToTry = 20;

export interface ServeOptions {
  /** Default 8080; where it is taken, the next free one. 0 for any. */
  port?: number | undefined;
  /** Default `127.0.0.1`. */
  host?: string | undefined;
  /** Ends the server. */
  signal?: AbortSignal | undefined;
}

/** A running server. */
export interface Serving {
  /** Where the feed is served: scheme, host, port and the path of the feed's address. */
  url: string;
  /** The address that the feed itself names. Readers must ask for that one. */
  address: string;
  folder: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Serves a published tree on this machine.
 *
 * @param folder The published tree, or the authoring folder that it was published from.
 * @throws {BrokenTreeError} where there is no tree
 */
export async function serveFolder(folder: string, options: ServeOptions = {}): Promise<Serving> {
  const { port = 8080, host = "127.0.0.1", signal } = options;
  const { out, address } = await locateTree(folder);
  const handle = createServeHandler(out, address);
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const bound = await listen(server, host, { port, more: portsToTry });
  const close = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((closed) => server.close(closed));
  };
  signal?.addEventListener("abort", () => void close(), { once: true });
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${bound}${new URL(address).pathname}`, address, folder: out, port: bound, close };
}
