import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "@trust-center/sdk/testing";
import { expect, onTestFinished, test } from "vitest";
import { authoringFolder, testList } from "../testing/index.ts";
import { deadLinks } from "./dead-links.ts";

/** A web server whose pages are good, gone, moved, or not for programs. */
async function site() {
  const seen: string[] = [];
  let [now, most] = [0, 0];
  const server = createServer((request, response) => {
    const { method = "", url = "" } = request;
    seen.push(`${method} ${url}`);
    now += 1;
    most = Math.max(most, now);
    response.on("close", () => {
      now -= 1;
    });
    const answer = (status: number, headers = {}) => setTimeout(() => response.writeHead(status, headers).end(), 5);
    if (url === "/moved") return answer(301, { location: "/good" });
    if (url === "/moved-away") return answer(302, { location: "/gone" });
    if (url === "/round") return answer(302, { location: "/round" });
    if (url === "/to-file") return answer(302, { location: "file:///etc/passwd" });
    if (url === "/no-head") return answer(method === "HEAD" ? 404 : 200);
    if (url === "/kept") return answer(403);
    if (url === "/broken") return answer(503);
    if (url === "/gone") return answer(410);
    if (url === "/silent") return undefined;
    if (url === "/endless") {
      response.writeHead(method === "HEAD" ? 405 : 200);
      if (method === "HEAD") return response.end();
      const more = () => response.write("x".repeat(16_384), () => !response.destroyed && setImmediate(more));
      return more();
    }
    return answer(url.startsWith("/good") ? 200 : 404);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { at: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, most: () => most };
}

const listOf = (...urls: string[]) =>
  `${testList.replace("  url: https://acme.example/trust\n", "")}    links:\n${urls.map((url) => `      - { type: other, url: ${JSON.stringify(url)} }\n`).join("")}`;
const ask = async (urls: string[], timeout?: number) =>
  deadLinks(await authoringFolder({ "trust-center.yaml": listOf(...urls) }), { timeout });

test("what is gone is found where it stands; what is kept from programs, broken or moved is not called dead", async () => {
  const { at } = await site();
  const paths = ["good", "moved", "no-head", "gone", "nowhere", "moved-away", "kept", "broken", "round", "to-file"];
  const { asked, findings, unsure } = await ask(paths.map((path) => `${at}/${path}`));
  expect(asked).toBe(paths.length);
  expect(findings.map(({ rule, line, found }) => [rule, line, found.replace(at, "")])).toEqual([
    ["dead-link", 20, "HTTP status 410 (/gone)"],
    ["dead-link", 21, "HTTP status 404 (/nowhere)"],
    ["dead-link", 22, "HTTP status 410 (/moved-away)"],
  ]);
  expect(unsure.map(({ url, found }) => [url.replace(at, ""), found])).toEqual([
    ["/kept", "HTTP status 403"],
    ["/broken", "HTTP status 503"],
    ["/round", "more than 5 redirects"],
    ["/to-file", "a redirect to no address of the web"],
  ]);
});

test("a page without end is read in part, and one without an answer is waited for no longer than is said", async () => {
  const { at } = await site();
  expect(await ask([`${at}/endless`])).toMatchObject({ asked: 1, findings: [], unsure: [] });
  const { findings, unsure } = await ask([`${at}/good`, `${at}/silent`], 300);
  expect(findings).toEqual([]);
  expect(unsure).toEqual([{ url: `${at}/silent`, found: "no answer in 0.3 seconds" }]);
});

test("an address is asked once however often it stands there, and few at the same time", async () => {
  const { at, seen, most } = await site();
  const urls = Array.from({ length: 40 }, (_, index) => `${at}/good${index}`);
  const { asked } = await ask([...urls, ...urls, "mailto:privacy@acme.example", "https://user:pass@127.0.0.1:1/x"]);
  expect([asked, seen.length]).toEqual([40, 40]);
  expect(most()).toBeLessThanOrEqual(8);
});

test("of more than 2,000 addresses the others are counted and said once, where they begin; all are asked where it is said", async () => {
  const { at, seen } = await site();
  const urls = Array.from({ length: 2003 }, (_, index) => `${at}/good${index}`);
  const folder = await authoringFolder({ "trust-center.yaml": listOf(...urls) });
  const { asked, leftOut, findings } = await deadLinks(folder);
  expect([asked, leftOut, seen.length]).toEqual([2000, 3, 2000]);
  const { line: first } =
    (await deadLinks(await authoringFolder({ "trust-center.yaml": listOf(`${at}/gone`) }))).findings[0] ?? {};
  expect(findings.map(({ rule, line, found }) => [rule, line, found])).toEqual([
    ["unasked-link", (first ?? 0) + 2000, "2003: 3 from here on were not asked"],
  ]);
  expect(await deadLinks(folder, { all: true })).toMatchObject({ asked: 2003, leftOut: 0, findings: [] });
});

test("a host that is not there is dead, but where none answers it is the network", async () => {
  const { at } = await site();
  const closed = `http://127.0.0.1:${await freePort()}`;
  const { findings } = await ask([`${at}/good`, `${closed}/x`]);
  expect(findings.map(({ found }) => found)).toEqual([`no connection: ECONNREFUSED (${closed}/x)`]);
  await expect(ask([`${closed}/x`, `${closed}/y`])).rejects.toMatchObject({ code: "network" });
});

test("it can be called off", async () => {
  const { at } = await site();
  const folder = await authoringFolder({ "trust-center.yaml": listOf(`${at}/silent`) });
  const over = new AbortController();
  const asking = deadLinks(folder, { signal: over.signal });
  setTimeout(() => over.abort(new Error("enough")), 50);
  await expect(asking).rejects.toThrow("enough");
});
