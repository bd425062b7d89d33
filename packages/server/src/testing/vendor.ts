import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Signer } from "@trust-center/feed";
import { type MockVendor, mockVendor } from "@trust-center/feed/mock";

export interface ServedVendor extends MockVendor {
  /** Answers every request with 503 from now on, or no more. */
  down: boolean;
  /** How often its head was asked for. */
  looks: number;
  close(): Promise<void>;
}

/** A vendor whose feed is served over HTTP on a free port. */
export async function serveVendor(now: number, signer?: Signer): Promise<ServedVendor> {
  let vendor: ServedVendor;
  const server = createServer((request, response) => {
    if (request.url === "/feed/head.json") vendor.looks++;
    const bytes = vendor.down ? undefined : vendor.files.get((request.url ?? "").slice("/feed/".length));
    response.writeHead(bytes ? 200 : vendor.down ? 503 : 404).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/feed/`;
  vendor = {
    ...(await mockVendor(address, now, { ...(signer && { signer }) })),
    down: false,
    looks: 0,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return vendor;
}
