import type { lookup } from "node:dns";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { publicFetch } from "@trust-center/sdk/public-fetch";
import { array, assert, integer, oneof, property } from "fast-check";
import ipaddr from "ipaddr.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPost } from "./post.ts";
import { faultOf } from "./target.ts";

let server: Server;
let port: number;
let connections: number;
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  connections = 0;
  answer = (response) => void response.end("inside");
  server = createServer((_request, response) => answer(response));
  server.on("connection", () => connections++);
  await new Promise<void>((ready) => server.listen(0, "::", ready));
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;
const posting = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: "{}" });

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
  "127.0.0.1",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "127.1",
  "0",
  "[::1]",
  "[::]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "[fe80::1]",
  "[fd00::1]",
  "169.254.169.254",
  "[::ffff:169.254.169.254]",
  "10.0.0.1",
  "100.64.0.1",
  "localhost",
  "LOCALHOST.",
  "a.localhost",
  "printer.local",
  "metadata.google.internal",
  "１２７.0.0.1",
])("nothing is connected to at %s", async (host) => {
  const url = `https://${host}:${port}/hook`;
  expect(faultOf(url, "public")).toContain("public internet");
  expect(await createPost({ targets: "public" })(posting(url), never)).toEqual({ failure: "not-public" });
  expect(connections).toBe(0);
});

test.each([
  ["http://hooks.example/", "https:"],
  ["ftp://hooks.example/", "https:"],
  ["https://user:secret@hooks.example/", "without name and password"],
  ["https://user@hooks.example/", "without name and password"],
  ["hooks.example", "such as"],
  [`https://hooks.example/${"x".repeat(2000)}`, "at most 2000"],
])("%s is none of an endpoint: expected %s", (url, expected) => {
  expect(faultOf(url, "public")).toContain(expected);
});

test.each([
  ["a name that leads inside", answers(["127.0.0.1"])],
  ["a name that leads inside by one of its addresses", answers(["8.8.8.8", "::1"])],
  ["a name that leads to a translated address", answers(["64:ff9b::7f00:1"])],
  ["a name that leads outside first", answers(["192.0.2.1"], ["127.0.0.1"])],
])("nothing is connected to at %s", async (_what, resolve) => {
  const post = createPost({ targets: "public", fetch: publicFetch({ resolve }) });
  expect(await post(posting(`https://rebound.example:${port}/`), never)).toEqual({ failure: "not-public" });
  expect(connections).toBe(0);
});

test("the address that was checked is the one that is asked: what the name says a moment later changes nothing", async () => {
  const post = createPost({
    targets: "public",
    fetch: publicFetch({ resolve: answers(["8.8.8.8"], ["127.0.0.1"]) }),
    patience: 200,
  });
  expect(await post(posting(`https://rebound.example:${port}/`), never)).toHaveProperty("failure");
  expect(connections).toBe(0);
});

test("no address of a machine or network of its own is taken, as another library knows them", () => {
  const v4 = integer({ min: 0, max: 2 ** 32 - 1 }).map((number) => `${number}`);
  const group = integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
  const v6 = oneof(
    array(group, { minLength: 8, maxLength: 8 }),
    array(group, { minLength: 6, maxLength: 6 }).map((rest) => ["2001", "db8", ...rest]),
    array(group, { minLength: 7, maxLength: 7 }).map((rest) => ["2001", ...rest]),
    array(group, { minLength: 2, maxLength: 2 }).map((rest) => ["64", "ff9b", "0", "0", "0", "0", ...rest]),
    array(group, { minLength: 2, maxLength: 2 }).map((rest) => ["0", "0", "0", "0", "0", "ffff", ...rest]),
  ).map((groups) => `[${groups.join(":")}]`);
  let taken = 0;
  assert(
    property(oneof(v4, v6), (host) => {
      if (faultOf(`https://${host}/`, "public") !== undefined) return;
      taken++;
      const { hostname } = new URL(`https://${host}/`);
      expect(ipaddr.process(hostname.replace(/^\[|\]$/g, "")).range()).toBe("unicast");
    }),
    { numRuns: 3000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test("a redirect is a failure, and is not followed", async () => {
  let followed = 0;
  const other = createServer((_request, response) => {
    followed++;
    response.end();
  });
  await new Promise<void>((ready) => other.listen(0, "127.0.0.1", ready));
  const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
  for (const status of [301, 302, 307, 308]) {
    answer = (response) => void response.writeHead(status, { location }).end();
    const post = createPost({ targets: "private" });
    expect(await post(posting(`http://127.0.0.1:${port}/`), never)).toEqual({ status, retryAfter: null });
  }
  expect(followed).toBe(0);
  other.close();
});

test("an endpoint that does not answer, or does not end, holds nobody up", async () => {
  answer = () => {};
  const post = createPost({ targets: "private", patience: 100 });
  expect(await post(posting(`http://127.0.0.1:${port}/`), never)).toEqual({ failure: "timeout" });
  answer = (response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write("x".repeat(4096)), 1);
    response.on("close", () => clearInterval(more));
  };
  const patient = createPost({ targets: "private" });
  expect(await patient(posting(`http://127.0.0.1:${port}/`), never)).toEqual({ status: 200, retryAfter: null });
  answer = () => {};
  const ending = AbortSignal.timeout(50);
  expect(await patient(posting(`http://127.0.0.1:${port}/`), ending)).toEqual({ failure: "ended" });
});
