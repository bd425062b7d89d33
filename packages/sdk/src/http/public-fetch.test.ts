import type { lookup } from "node:dns";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { publicFetch } from "./public-fetch.ts";

let server: Server | undefined;
let asked = 0;

async function listen(): Promise<number> {
  asked = 0;
  server = createServer((_request, response) => {
    asked++;
    response.end("inside");
  });
  await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  server?.close();
});

/** A name server that says what it is told to, a round at a time: the last round goes on. */
const answers = (...rounds: string[][]): typeof lookup => {
  let at = 0;
  return ((_name: string, _options: object, done: (error: null, found: object[]) => void) => {
    const round = rounds[Math.min(at++, rounds.length - 1)] ?? [];
    done(
      null,
      round.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
};

test.each([
  ["a literal", (port: number) => `http://127.0.0.1:${port}/`, answers([])],
  ["another spelling of one", (port: number) => `http://0x7f000001:${port}/`, answers([])],
  ["this machine's name", (port: number) => `http://localhost:${port}/`, answers([])],
  ["a name that leads inside", (port: number) => `http://rebound.example:${port}/`, answers(["127.0.0.1"])],
  ["a name that leads inside too", (port: number) => `http://both.example:${port}/`, answers(["8.8.8.8", "10.0.0.1"])],
  ["the metadata of a cloud", () => "http://169.254.169.254/latest/meta-data/", answers([])],
  ["IPv6 of this machine, mapped", () => "http://mapped.example/", answers(["::ffff:127.0.0.1"])],
])("%s is not asked", async (_what, url, resolve) => {
  const port = await listen();
  await expect(publicFetch({ resolve })(url(port))).rejects.toMatchObject({ code: "malformed" });
  expect(asked).toBe(0);
});

test("the address that was checked is the one that is asked: a second answer changes nothing", async () => {
  const port = await listen();
  const fetch = publicFetch({ resolve: answers(["192.0.2.1"], ["127.0.0.1"]) });
  await expect(fetch(`http://rebound.example:${port}/`)).rejects.toMatchObject({ code: "malformed" });
  const first = publicFetch({ resolve: answers(["8.8.8.8"], ["127.0.0.1"]) });
  const end = AbortSignal.timeout(300);
  await expect(first(`http://rebound.example:${port}/`, { signal: end })).rejects.toBeDefined();
  expect(asked).toBe(0);
});
