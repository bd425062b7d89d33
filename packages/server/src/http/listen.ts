import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { SettingsError } from "../settings/error.ts";

export interface Listener {
  /** Such as `http://127.0.0.1:8787/`. */
  address: string;
  /** Takes no more connections; resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/**
 * How long a client may take over its head, over the whole request, and sit idle, in milliseconds. The first two end when
 * Node looks, which it does every half a minute unless it is told to look more often.
 */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 1000,
};

/** How many milliseconds an end waits for requests under way. */
const longestEnd = 5000;

/** Answers requests that another server of the process has taken. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => void;

export function handleOf(app: Hono): Handle {
  const listener = getRequestListener(app.fetch);
  return (request, response) => void listener(request, response);
}

/** @throws {SettingsError} where the system refuses the port */
export async function listen(app: Hono, host: string, port: number): Promise<Listener> {
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions: patience });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  }).catch((cause: unknown) => {
    throw new SettingsError(`Expected to listen on ${host}:${port}; the system refused. Name another port or host.`, {
      cause,
    });
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    address: `http://${host.includes(":") ? `[${host}]` : host}:${bound}/`,
    close: () =>
      new Promise<void>((resolve) => {
        const late = setTimeout(() => (server as Server).closeAllConnections(), longestEnd);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
      }),
  };
}
