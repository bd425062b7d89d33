import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type MockVendor, mockContent, mockVendor } from "@trust-center/feed/mock";
import { onTestFinished } from "vitest";

/** A vendor that is really served. */
export interface ServedVendor extends MockVendor {
  trick?: "hang" | "gone" | undefined;
}

/** Vendors at their well-known addresses, each on a loopback host of its own, behind one server. */
export async function servedVendors(count: number, now: number): Promise<ServedVendor[]> {
  const vendors = new Map<string, ServedVendor>();
  const server = createServer((request, response) => {
    const vendor = vendors.get(request.headers.host ?? "");
    if (vendor?.trick === "hang") return;
    const path = (request.url ?? "").slice("/.well-known/trust-center/".length);
    const bytes = vendor?.trick === "gone" ? undefined : vendor?.files.get(path);
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  for (let at = 1; at <= count; at++) {
    const host = `127.0.0.${at}:${port}`;
    const vendor: ServedVendor = await mockVendor(`http://${host}/.well-known/trust-center/`, now);
    await vendor.publish(mockContent(), now);
    vendors.set(host, vendor);
  }
  return [...vendors.values()];
}
