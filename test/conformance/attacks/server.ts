import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tree } from "@trust-center/feed";
import type { Trick } from "./tricks.ts";

/** A server of one feed, which may change what it serves. */
export interface FeedServer {
  readonly address: string;
  /** Paths below the address, as they were asked for. */
  readonly requests: string[];
  tree: Tree;
  trick: Trick | undefined;
  close(): Promise<void>;
}

/** Listens on a free port of this machine. Any page may read from it. */
export async function startFeedServer(): Promise<FeedServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice("/feed/".length);
    requests.push(path);
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("cache-control", "no-cache");
    const bytes = made.tree.get(path);
    if (made.trick?.answer(path, response, bytes)) return;
    if (!bytes) return void response.writeHead(404).end();
    response.writeHead(200).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const made: FeedServer = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`,
    requests,
    tree: new Map(),
    trick: undefined,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return made;
}
