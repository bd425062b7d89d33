import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServeHandler } from "@trust-center/cli";
import { close, listenFrom } from "../../examples/demo/listen.ts";
import { prepareVendor } from "../../examples/demo/vendor.ts";

/** A signed list, for a page to show. */
export interface Feed {
  address: string;
  pin: string;
  /** The published tree. */
  out: string;
}

/** Publishes the list of an example vendor, to be served at an address. */
export async function publishFeed(folder: string, address: string): Promise<Feed> {
  const { pin, out } = await prepareVendor({
    source: fileURLToPath(new URL("../../examples/mender", import.meta.url)),
    folder,
    feed: address,
    service: new URL("/service/", address).href,
    witnesses: [],
    now: Date.now(),
  });
  return { address, pin, out };
}

/** The same, served from an origin of its own to pages of every other. */
export async function serveFeed(folder: string): Promise<Feed & { close(): Promise<void> }> {
  let answer: ReturnType<typeof createServeHandler> | undefined;
  const server = createServer((request, response) => void answer?.(request, response));
  const port = await listenFrom(server, 0);
  const feed = await publishFeed(join(folder, "vendor"), `http://localhost:${port}/.well-known/trust-center/`);
  answer = createServeHandler(feed.out, feed.address);
  return { ...feed, close: () => close(server) };
}
