import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { origin, startTestService, type TestService } from "./testing/service.ts";

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
  await service.announce();
});

afterAll(() => service.close());

const problem = async (answer: Response, status: number, code: string) => {
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  const body = await answer.json();
  expect(body).toMatchObject({ status, code, title: expect.any(String), detail: expect.any(String) });
  return body;
};

describe("refusals are problem details", () => {
  test("an address that is none", async () => {
    await problem(await fetch(`${service.address}nothing`), 404, "not-found");
    await problem(await fetch(`${service.address}objections/1/nothing`), 404, "not-found");
  });

  test("a method that is not for an address", async () => {
    const answer = await fetch(`${service.address}objections`, { method: "DELETE" });
    expect(answer.headers.get("allow")).toBe("POST, GET, HEAD");
    await problem(answer, 405, "method");
    await problem(await fetch(`${service.address}subscriptions`), 405, "method");
  });

  test.each(["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json"])("%s", async (type) => {
    await problem(await service.post("subscriptions", {}, { "content-type": type }), 415, "media-type");
  });

  test("no content type", async () => {
    const answer = await fetch(`${service.address}objections`, { method: "POST", body: new Uint8Array([123, 125]) });
    await problem(answer, 415, "media-type");
  });

  test("no JSON, and other JSON", async () => {
    const headers = { "content-type": "application/json" };
    const raw = (body: string | Uint8Array<ArrayBuffer>) =>
      fetch(`${service.address}subscriptions`, { method: "POST", headers, body });
    await problem(await raw("{"), 400, "invalid");
    await problem(await raw(new Uint8Array([0x22, 0xff, 0x22])), 400, "invalid");
    for (const body of ["[]", "null", "1", '{"email":1}', '{"email":"a@b.example"}']) {
      expect(await problem(await raw(body), 422, "invalid")).toHaveProperty("errors");
    }
  });

  test("a challenge for nothing known", async () => {
    await problem(await fetch(`${service.address}challenge?for=all`), 422, "invalid");
  });
});

test("what is wrong with a member is told with what was expected and found", async () => {
  const objection = await service.objection({
    ...{
      name: "x".repeat(300),
      organisation: "",
      segment: "a\nb",
      email: "ada@x",
      language: "zh_TW",
      request: "short",
    },
    ...{ grounds: "a\u0000b", change: 2.1, feed: { version: "2", sha256: "e3" } },
  });
  const { errors } = await problem(await service.post("objections", objection), 422, "invalid");
  expect(errors).toEqual({
    name: "Expected at most 200 characters, found 300.",
    organisation: "Expected at least one character, found nothing.",
    segment: "Expected text without control characters, found “a\nb”.",
    email: "Expected one bare e-mail address, such as privacy@customer.example, found “ada@x”.",
    language: "Expected a language tag such as de or pt-BR (BCP 47), found “zh_TW”.",
    request: "Expected 16 to 64 letters, digits, _ and -, chosen at random, found “short”.",
    grounds: "holds control characters",
    change: "Expected text, found 2.1.",
    "feed.version": "Expected a number, found “2”.",
    "feed.sha256": "Expected 64 hexadecimal digits in small letters, found “e3”.",
  });
  const wish = { topics: ["news"], services: [], proof: "" };
  expect(await problem(await service.post("subscriptions", wish), 422, "invalid")).toMatchObject({
    errors: {
      email: "Expected one bare e-mail address, such as privacy@customer.example, found nothing.",
      "topics.0": "Expected one of subprocessors, policies, found “news”.",
    },
  });
  expect(await problem(await service.post("subscriptions", []), 422, "invalid")).toMatchObject({
    errors: { body: "Expected an object, found a list." },
  });
});

describe("bodies over the cap", () => {
  test("by their Content-Length", async () => {
    await problem(await service.post("objections", { grounds: "x".repeat(30_000) }), 413, "too-large");
  });

  test("chunked, without a Content-Length", async () => {
    const { hostname, port } = new URL(service.address);
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest({ hostname, port, path: "/objections", method: "POST" }, ({ statusCode }) => {
        resolve(statusCode);
        sending.destroy();
      });
      sending.setHeader("content-type", "application/json");
      sending.on("error", reject);
      for (let at = 0; at < 10; at++) sending.write("x".repeat(4096));
    });
    expect(status).toBe(413);
  });
});

const crlf = "\r\nBcc: victim@victim.example";

const hostile: [path: string, fields: object][] = [
  ["subscriptions", { email: `ada@customer.example${crlf}` }],
  ["subscriptions", { email: `"Ada${crlf}" <ada@customer.example>` }],
  ["subscriptions", { email: "a@customer.example, b@customer.example" }],
  ["subscriptions", { email: "ada@customer.example", language: `en${crlf}` }],
  ["subscriptions", { email: "ada@customer.example", proof: `AAAA${crlf}` }],
  ...["request", "change", "name", "organisation", "email", "segment", "language", "proof"].map(
    (field): [string, object] => ["objections", { [field]: `value-long-enough${crlf}` }],
  ),
  ["objections", { feed: { version: 2, sha256: `${"0".repeat(64)}${crlf}` } }],
  ["objections", { grounds: "a\u0000b" }],
];

test.each(hostile)("control characters are refused: %s %j", async (path, fields) => {
  const valid = await service.objection();
  const answer = await service.post(
    path,
    path === "objections" ? { ...valid, ...fields } : { proof: "AAAA", ...fields },
  );
  await problem(answer, 422, "invalid");
  expect(await service.query("select 1 from intake union all select 1 from objections")).toEqual([]);
});

describe("origins", () => {
  test("one on the list may read answers and send JSON", async () => {
    const preflight = await fetch(`${service.address}objections`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
    expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
    const refused = await service.post("subscriptions", {}, { origin });
    expect(refused.headers.get("access-control-allow-origin")).toBe(origin);
    expect(refused.headers.get("set-cookie")).toBeNull();
  });

  test.each(["https://evil.example", "https://acme.example.evil.example", "http://acme.example", "null"])(
    "%s gets no header",
    async (other) => {
      for (const answer of [
        await fetch(`${service.address}challenge?for=objection`, { headers: { origin: other } }),
        await fetch(`${service.address}objections`, {
          method: "OPTIONS",
          headers: { origin: other, "access-control-request-method": "POST" },
        }),
      ]) {
        expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(answer.headers.get("vary")).toContain("Origin");
      }
    },
  );
});

test("the hook wants its token", async () => {
  for (const authorization of ["", "Bearer x", `Basic ${service.hookToken}`]) {
    const answer = await fetch(`${service.address}hooks/published`, { method: "POST", headers: { authorization } });
    await problem(answer, 401, "unauthorised");
  }
  const headers = { authorization: `Bearer ${service.hookToken}` };
  expect((await fetch(`${service.address}hooks/published`, { method: "POST", headers })).status).toBe(202);
});

test("health tells everybody whether it is up, and its operator more", async () => {
  const answer = await fetch(`${service.address}health`);
  expect([answer.status, await answer.json()]).toEqual([200, { status: "up" }]);
  for (const token of ["", "x", service.hookToken]) {
    const headers = { authorization: `Bearer ${token}` };
    expect(await (await fetch(`${service.address}health`, { headers })).json()).toEqual({ status: "up" });
  }
  const headers = { authorization: `Bearer ${service.healthToken}` };
  expect(await (await fetch(`${service.address}health`, { headers })).json()).toMatchObject({
    status: "up",
    database: "writable",
    feed: { version: 2, verified: expect.stringMatching(/Z$/) },
    mailServer: "ready",
    outbox: { queued: 0, leased: 0 },
  });
});

describe("clients that do not finish", () => {
  const raw = async (text: string) => {
    const { hostname, port } = new URL(service.address);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(text);
    socket.on("error", () => {}).resume();
    return socket;
  };

  test("one that resets its connection in the body is no error of the service", async () => {
    const logged = service.logs.length;
    for (let at = 0; at < 5; at++) {
      const socket = await raw(
        "POST /subscriptions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{",
      );
      await new Promise((soon) => setTimeout(soon, 50));
      socket.resetAndDestroy();
    }
    expect((await fetch(`${service.address}health`)).status).toBe(200);
    expect(service.logs.slice(logged).filter((line) => line.includes("error"))).toEqual([]);
  });

  test("one that never ends its head is let go", async () => {
    const socket = await raw("GET /health HTTP/1.1\r\nhost: x\r\n");
    // Ten seconds, and the time in which the server looks: without that setting it would be half a minute more.
    const ended = await Promise.race([
      once(socket, "close").then(() => true),
      new Promise((late) => setTimeout(late, 25_000, false)),
    ]);
    socket.destroy();
    expect(ended).toBe(true);
  });
});

test("the OpenAPI document is made of the schemas that check", async () => {
  const document = (await (await fetch(`${service.address}openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
    components: { schemas: Record<string, { properties: Record<string, unknown>; required: string[] }> };
  };
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(document.paths)).toContain("/objections");
  const { ObjectionRequest, SubscriptionRequest } = document.components.schemas;
  expect(SubscriptionRequest?.required).toEqual(["email", "proof"]);
  expect(ObjectionRequest?.properties.request).toMatchObject({ pattern: "^[A-Za-z0-9_-]{16,64}$" });
});

test("a public address with a path works whether a proxy cuts it off or not", async () => {
  expect((await fetch(`${service.address}service/health`)).status).toBe(200);
});

test("metrics are Prometheus's, for who has health's token: what waits, and whether all works", async () => {
  expect((await fetch(`${service.address}metrics`)).status).toBe(401);
  const headers = { authorization: `Bearer ${service.healthToken}` };
  const answer = await fetch(`${service.address}metrics`, { headers });
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  // A help, a type and values for each, in this order and no other.
  const name = "trust_center_[a-z_]+";
  expect(text).toMatch(
    new RegExp(`^(?:# HELP (${name}) [^\\n]+\\n# TYPE \\1 gauge\\n(?:\\1(?:\\{state="\\w+"\\})? [\\d.e+]+\\n)+)+$`),
  );
  const { version, verifiedAt } = await service
    .query<{ version: number; verifiedAt: number }>('select version, verified_at as "verifiedAt" from feed_state')
    .then(([row]) => row ?? { version: 0, verifiedAt: 0 });
  for (const line of [
    "up 1",
    "database_writable 1",
    "mail_server_ready 1",
    "mails_held 0",
    "feed_trouble 0",
    `feed_version ${version}`,
    `feed_verified_timestamp_seconds ${Number(verifiedAt) / 1000}`,
    'mails{state="queued"} 0',
    'mails{state="failed"} 0',
    'tasks{state="open"} 0',
  ])
    expect(text.split("\n")).toContain(`trust_center_${line}`);
});

test("without a verified feed subscriptions and objections wait, and health says so", async () => {
  const nothing = createServer((_request, response) => response.writeHead(503).end());
  await new Promise<void>((listening) => nothing.listen(0, "127.0.0.1", listening));
  const feed = `http://127.0.0.1:${(nothing.address() as AddressInfo).port}/feed/`;
  const other = await startTestService({ feed });
  try {
    expect((await fetch(`${other.address}health`)).status).toBe(503);
    const answer = await other.post("objections", {
      ...(await service.objection()),
      proof: (await other.objection()).proof,
    });
    expect(answer.headers.get("retry-after")).toBe("30");
    await problem(answer, 503, "unavailable");
    await problem(await other.subscribe("ada@customer.example"), 503, "unavailable");
  } finally {
    await other.close();
    nothing.close();
  }
});
