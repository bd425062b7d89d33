import type { Server } from "node:http";

/** Listens on the first free port from `first` on (0 takes any), on this machine alone. */
export async function listenFrom(server: Server, first: number): Promise<number> {
  for (let port = first; port < first + 100; port++) {
    if (await tryPort(server, port)) return (server.address() as { port: number }).port;
    if (first === 0) break;
  }
  throw new Error(`Expected a free port from ${first} on, found none in a hundred.`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error));
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

/** Closes a server and what is open on it. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
