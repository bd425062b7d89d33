import { createServer } from "node:net";

/**
 * Below what systems give to whoever asks for any port, and to connections that go out (Linux from 32768, others from 49152, RFC
 * 6335 §6): of those, one that was found free can be taken before it is used.
 */
const lowest = 20_000;

/** How many a process has for itself: those that run at once have other numbers. */
const own = 40;

const processes = 300;

let last = 0;

/** A port of 127.0.0.1 that nothing listens on, and that nobody is given by chance until a program that is told of it listens there. */
export async function freePort(): Promise<number> {
  for (let block = 0; block < processes; block++) {
    for (let tries = 0; tries < own; tries++) {
      const port = lowest + ((process.pid + block) % processes) * own + (last++ % own);
      if (await isFree(port)) return port;
    }
  }
  throw new Error(`Expected a free port from ${lowest} on, found none.`);
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
