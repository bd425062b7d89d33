import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on a port, or on the next free one of the given number of further ones; gives the port. */
export async function listen(server: Server, host: string, { port: first, more }: { port: number; more: number }) {
  const last = first === 0 ? 0 : Math.min(first + more, 65_535);
  for (let port = first; ; port++) {
    try {
      server.listen(port, host);
      await once(server, "listening");
      return (server.address() as AddressInfo).port;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE" || port >= last) throw error;
    }
  }
}
