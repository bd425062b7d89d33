import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { authoringFolder, changedList, outIn, publishConfirmed, start } from "@trust-center/authoring/testing";
import { onTestFinished } from "vitest";
import { createServeHandler } from "../serve/handler.ts";

/** A feed that is really served at its own address. */
export async function online(list: string = changedList) {
  let handle: ReturnType<typeof createServeHandler> | undefined;
  const server = createServer((request, response) => void handle?.(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/trust/`;
  const own = list.replace("https://acme.example/.well-known/trust-center/", address);
  const folder = await authoringFolder({ "trust-center.yaml": own });
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  const serve = (out: string) => {
    handle = createServeHandler(out, address);
  };
  serve(outIn(folder));
  /** Answers every request with a status alone. */
  const answer = (status: number) => {
    handle = async (_request, response) => void response.writeHead(status).end();
  };
  return { folder, address, pin, list: own, serve, answer, stop: () => server.close() };
}
