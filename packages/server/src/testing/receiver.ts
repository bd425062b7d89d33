import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What came in. */
export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real HTTP server that takes webhooks. */
export interface Receiver {
  url: string;
  /** All requests, taken or not. */
  received: Received[];
  /** Statuses of the next answers, in order; then 204. `silence`: none. */
  script: (number | "silence")[];
  close(): Promise<void>;
}

export async function openReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      receiver.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      const status = receiver.script.shift() ?? 204;
      if (status !== "silence") response.writeHead(status).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=secret`,
    received: [],
    script: [],
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return receiver;
}
