import { symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { authoringFolder, outIn, publishConfirmed, start, temporaryFolder } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { serveFolder } from "./serve.ts";

async function serving() {
  const folder = await authoringFolder();
  const { written } = await publishConfirmed(folder, { now: Date.parse(start) });
  const server = await serveFolder(folder, { port: 0 });
  onTestFinished(() => server.close());
  return { ...server, folder, written };
}

/** A request whose path goes out as it is written. */
const raw = (port: number, path: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((answered, failed) => {
    request({ host: "127.0.0.1", port, path, ...options }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => answered({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on("error", failed)
      .end();
  });

const base = "/.well-known/trust-center/";

test("every published file has its type, its cache rule and CORS", async () => {
  const { port, written } = await serving();
  for (const path of written) {
    const { status, headers } = await raw(port, base + path);
    const isFixed = /^(root|feed|policies|history)\//.test(path);
    expect([path, status, headers["cache-control"]]).toEqual([
      path,
      200,
      isFixed ? "public, max-age=31536000, immutable" : "no-cache",
    ]);
    expect(headers).toMatchObject({ "access-control-allow-origin": "*", "x-content-type-options": "nosniff" });
    expect(headers.etag).toMatch(/^"[\w-]+"$/);
  }
  const types = ["head.json", "index.html", "updates.atom", "deadlines.ics", "subprocessors.csv"].map(
    async (path) => (await raw(port, base + path)).headers["content-type"],
  );
  expect(await Promise.all(types)).toEqual([
    "application/json; charset=utf-8",
    "text/html; charset=utf-8",
    "application/atom+xml; charset=utf-8",
    "text/calendar; charset=utf-8",
    "text/csv; charset=utf-8",
  ]);
});

test("the address itself shows the page; a known ETag gets 304; HEAD has no body", async () => {
  const { port } = await serving();
  expect((await raw(port, base)).body).toContain("<h1>");
  const { headers } = await raw(port, `${base}head.json`);
  const again = await raw(port, `${base}head.json`, { headers: { "if-none-match": String(headers.etag) } });
  expect([again.status, again.body]).toEqual([304, ""]);
  const head = await raw(port, `${base}head.json`, { method: "HEAD" });
  expect([head.status, head.body, Number(head.headers["content-length"]) > 100]).toEqual([200, "", true]);
});

test.each([
  ["bytes=0-3", 206, "bytes 0-3/", '{"ty'],
  ["bytes=-2", 206, "bytes ", "}}"],
  ["bytes=5-2", 200, undefined, '{"type":"head"'],
  ["bytes=-", 200, undefined, '{"type":"head"'],
  ["bytes=0-1,4-5", 200, undefined, '{"type":"head"'],
  ["lines=0-1", 200, undefined, '{"type":"head"'],
  ["bytes=99999999-", 416, "bytes */", ""],
  ["bytes=-0", 416, "bytes */", ""],
])("the range %s gets %i", async (range, status, contentRange, body) => {
  const { port } = await serving();
  const whole = await raw(port, `${base}head.json`);
  expect(whole.headers["accept-ranges"]).toBe("bytes");
  const part = await raw(port, `${base}head.json`, { headers: { range } });
  expect(part.status).toBe(status);
  expect(part.body.startsWith(body) && (status === 200 ? part.body === whole.body : part.body === body)).toBe(true);
  if (contentRange === undefined) expect(part.headers["content-range"]).toBeUndefined();
  else expect(part.headers["content-range"]).toMatch(new RegExp(`^${contentRange.replace("*", "\\*")}.*\\d$`));
});

test("a range to the end has all the rest; one of another version gets the whole file", async () => {
  const { port, written } = await serving();
  const path = base + written.find((path) => path.startsWith("history/"));
  const { body, headers } = await raw(port, path);
  const rest = await raw(port, path, { headers: { range: "bytes=100-" } });
  const range = `bytes 100-${body.length - 1}/${body.length}`;
  expect([rest.body, rest.headers["content-range"]]).toEqual([body.slice(100), range]);
  const tag = (etag: string) => raw(port, path, { headers: { range: "bytes=1-1", "if-range": etag } });
  expect([(await tag(String(headers.etag))).status, (await tag('"another"')).status]).toEqual([206, 200]);
});

test.each([
  "/",
  "/.well-known/",
  `${base}../../../trust-center.key.pem`,
  `${base}..%2f..%2f..%2ftrust-center.key.pem`,
  `${base}%2e%2e/%2e%2e/%2e%2e/trust-center.key.pem`,
  `${base}..\\..\\..\\trust-center.key.pem`,
  `${base}/etc/passwd`,
  `${base}.publish.lock`,
  `${base}out`,
  `${base}head.json%00`,
  `${base}%`,
  `${base}feed`,
  "//evil.example/",
])("%s is not found", async (path) => {
  const { port, folder } = await serving();
  await writeFile(join(outIn(folder), ".publish.lock"), "secret");
  await symlink(join(folder, "trust-center.key.pem"), join(outIn(folder), "out"));
  const { status, body } = await raw(port, path);
  expect(status).toBe(404);
  expect(body).not.toMatch(/PRIVATE KEY|secret/);
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is refused", async (method) => {
  const { port } = await serving();
  const { status, headers } = await raw(port, `${base}head.json`, { method });
  expect([status, headers.allow]).toEqual([405, "GET, HEAD"]);
});

test("a taken port gives way to the next", async () => {
  const { port, folder } = await serving();
  const second = await serveFolder(folder, { port });
  onTestFinished(() => second.close());
  expect(second.port).toBeGreaterThan(port);
});

test("the command prints the address and ends with the signal", async () => {
  const { folder } = await serving();
  const controller = new AbortController();
  let printed = "";
  const { code } = await runIn(folder, ["serve", "--port", "0", "--json"], {
    signal: controller.signal,
    stdout: (text) => {
      printed += text;
      controller.abort();
    },
  });
  expect(code).toBe(0);
  expect(JSON.parse(printed).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\.well-known\/trust-center\/$/);
});

test("a folder with nothing published is an error", async () => {
  const { code, stderr } = await runIn(await temporaryFolder(), ["serve"]);
  expect(code).toBe(1);
  expect(stderr).toContain("Publish first");
});
