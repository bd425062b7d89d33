import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { candidFetch } from "../http/candid-fetch.ts";
import { LoadError } from "../load/error.ts";
import { load } from "../load/load.ts";
import { transportReason } from "./reason.ts";

const run = promisify(execFile);

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Why a feed at an address could not be fetched, and how often the server was asked. */
async function reasonAt(address: string, timeout = 5_000) {
  const error = await load(address, { fetch: candidFetch(), timeout }).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(LoadError);
  return { reason: transportReason(error), evidence: (error as LoadError).evidence, error: error as LoadError };
}

async function reasonOf(answer: RequestListener, timeout?: number) {
  let asked = 0;
  const port = await listening(
    createServer((request, response) => {
      asked += 1;
      answer(request, response);
    }),
  );
  return { ...(await reasonAt(`http://127.0.0.1:${port}/`, timeout)), asked };
}

test("a name that leads nowhere", async () => {
  expect((await reasonAt("https://no-such-vendor.invalid/")).reason).toBe("dns");
});

test("a port at which nothing listens", async () => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((closed) => server.close(closed));
  expect((await reasonAt(`http://127.0.0.1:${port}/`)).reason).toBe("refused");
});

test("a server that speaks no TLS", async () => {
  const port = await listening(createServer());
  expect((await reasonAt(`https://127.0.0.1:${port}/`)).reason).toBe("tls");
});

test("a certificate that nobody vouches for", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-tls-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-days", "1", "-keyout", key, "-out", cert];
  await run("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", ...subject]);
  const port = await listening(createTlsServer({ key: await readFile(key), cert: await readFile(cert) }) as Server);
  expect((await reasonAt(`https://localhost:${port}/`)).reason).toBe("tls");
});

test("an answer that never comes", async () => {
  expect((await reasonOf(() => {}, 100)).reason).toBe("timeout");
});

test("a connection that breaks off, before the answer and in it", async () => {
  expect((await reasonOf(({ socket }) => void socket.destroy())).reason).toBe("interrupted");
  const broken = await reasonOf(({ socket }, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write("{");
    setTimeout(() => socket.destroy(), 20);
  });
  expect(broken.reason).toBe("interrupted");
});

test.each([
  [404, "gone"],
  [410, "gone"],
  [401, "forbidden"],
  [403, "forbidden"],
  [418, "status"],
] as const)("status %i, asked for as often as that is of use", async (status, reason) => {
  const found = await reasonOf((_, response) => void response.writeHead(status).end());
  expect(found).toMatchObject({ reason, evidence: { status } });
  expect(found.asked).toBe(status === 418 ? 2 : 1);
});

test("an error of the server's own is tried again", async () => {
  const found = await reasonOf((_, response) => void response.writeHead(500).end());
  expect(found).toMatchObject({ reason: "server", evidence: { status: 500 } });
  expect(found.asked).toBeGreaterThan(1);
});

test("a redirect says where it leads, and is not followed", async () => {
  const found = await reasonOf(
    (_, response) => void response.writeHead(301, { location: "https://new.example/" }).end(),
  );
  expect(found).toMatchObject({ reason: "redirect", evidence: { redirect: "https://new.example/" }, asked: 1 });
  expect(found.error.message).toContain("https://new.example/");
});

test("without the candid fetch a redirect is one too", async () => {
  const port = await listening(createServer((_, response) => void response.writeHead(301, { location: "/x" }).end()));
  const error = await load(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
  expect(transportReason(error)).toBe("redirect");
});

test.each([
  ["120", 120_000],
  ["86400", 86_400_000],
  [new Date(Date.parse("2026-01-01T00:02:00Z")).toUTCString(), 120_000],
])("a server that says to come again: %s", async (text, retryIn) => {
  const headers = { "retry-after": text, date: new Date(Date.parse("2026-01-01T00:00:00Z")).toUTCString() };
  const found = await reasonOf((_, response) => void response.writeHead(503, headers).end());
  expect(found).toMatchObject({ reason: "busy", evidence: { status: 503, retryIn }, asked: 1 });
});

test.each(["soon", "-5", "Fri, 31 Dec", "0"])("`Retry-After: %s` says nothing that is waited for", async (text) => {
  const found = await reasonOf((_, response) => void response.writeHead(503, { "retry-after": text }).end());
  expect(found.reason).toBe("server");
});

test("a page is no feed", async () => {
  const found = await reasonOf((_, response) => void response.end("<!doctype html><title>Sign in</title>"));
  expect(found.reason).toBe("no-feed");
});

test("what is not about the way to a feed has no reason", async () => {
  expect(transportReason(new Error("x"))).toBeUndefined();
  const { error } = await reasonOf((_, response) => void response.end("x".repeat(600 * 1024)));
  expect([error.code, transportReason(error)]).toEqual(["too-large", undefined]);
});
