import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FeedVector, Vector } from "../vectors/vector.ts";
import { toSend } from "./sent.ts";

/** Vectors over HTTP. */
export interface VectorServer {
  /** Without a slash at its end. */
  address: string;
  close(): void;
}

/** Serves `/vectors.json`, and the files of the feed at an index of it below `/feeds/<index>/`. */
export async function serveVectors(vectors: readonly Vector[]): Promise<VectorServer> {
  const all = JSON.stringify(vectors.map(toSend));
  const server = createServer(({ url = "" }, response) => {
    if (url === "/vectors.json") return void response.setHeader("content-type", "application/json").end(all);
    const [, at = "", path = ""] = /^\/feeds\/(\d+)\/(.*)$/.exec(url) ?? [];
    const bytes = (vectors[Number(at)] as FeedVector | undefined)?.files?.get(path);
    if (bytes) response.end(bytes);
    else response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
