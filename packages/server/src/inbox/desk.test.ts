import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk } from "../../inbox/desk.ts";

let server: Server;
/** Paths that are answered with 500 and what went wrong, for now. */
let broken: RegExp | undefined;
/** Every path that was asked for. */
let asked: string[];
/** Answers that wait for something. */
let held: { path: RegExp; until: Promise<void> } | undefined;

const change = { id: "2.1", title: "New: One", announced: "2026-01-01T00:00:00Z", open: true, approval: "required" };

/** What the service answers about one change that asks for approval. */
const answers: [RegExp, unknown][] = [
  [/^inbox\/session/, { email: "p@acme.example", role: "reader", until: "", vendor: "Acme", now: "" }],
  [/^objections/, { objections: [], counts: { open: 0, closed: 0 } }],
  [/^changes$/, { changes: [change] }],
  [/^tasks/, []],
  [/^deliveries/, { deliveries: [] }],
  [/^status/, {}],
  [/^standings/, { counts: {}, customers: [] }],
  [/^changes\/.*told/, { change: "2.1", notices: { sent: 0, unknown: 0, failed: 0 }, untold: [], more: false }],
  [/^recipients/, { recipients: [], total: 0 }],
];

beforeEach(async () => {
  [broken, held, asked] = [undefined, undefined, []];
  server = createServer(async (request, response) => {
    const path = (request.url ?? "").slice(1);
    asked.push(path);
    if (held?.path.test(path)) await held.until;
    const found = answers.find(([wanted]) => wanted.test(path));
    const status = broken?.test(path) || !found ? 500 : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(status === 200 ? found?.[1] : { detail: "The store does not answer." }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  Object.assign(globalThis, { document: { baseURI: `http://127.0.0.1:${port}/inbox/` } });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, "document");
  server.closeAllConnections();
  return new Promise((closed) => server.close(closed));
});

/** A desk, and a way to wait until something is so of it. */
function openDesk() {
  let look = () => {};
  const desk = new Desk(() => look());
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (isSo()) resolve();
      };
      look();
    });
  return { desk, until };
}

test("what could not be read stays said until all is read anew, which what works then brings about", async () => {
  const { desk, until } = openDesk();
  await desk.load();
  expect(desk.trouble).toBe(undefined);
  broken = /^status/;
  await desk.load();
  const said = desk.trouble;
  expect(said).toContain("The store does not answer.");
  await desk.find("");
  expect(desk.trouble).toBe(said);
  broken = undefined;
  await desk.find("");
  await until(() => desk.trouble === undefined);
  // Asked for twice, and again by what worked.
  expect(asked.filter((path) => path === "status").length).toBeGreaterThan(2);
});

test("what was asked for and failed is not taken back by what nobody asked for", async () => {
  const { desk, until } = openDesk();
  let release = () => {};
  held = { path: /^changes\/.*told/, until: new Promise((resolve) => (release = resolve)) };
  await desk.load();
  broken = /^recipients/;
  await desk.find("a");
  const said = desk.trouble;
  expect(said).toContain("The store does not answer.");
  release();
  await until(() => desk.overview?.told.size === 1);
  // The look that was counting has ended once the page was told of it for the last time.
  await new Promise((later) => setTimeout(later));
  expect(desk.trouble).toBe(said);
});
