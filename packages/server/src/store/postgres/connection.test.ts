import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { until } from "../../testing/mailbox.ts";
import { type PostgresServer, startPostgres } from "../../testing/postgres-server.ts";
import { startTestService, type TestService } from "../../testing/service.ts";
import { postgresDatabase } from "../../testing/test-database.ts";
import { openStore } from "../open/open.ts";
import { rows } from "../query.ts";
import type { Store } from "../store.ts";

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const server = async (...settings: string[]): Promise<PostgresServer> => {
  const started = await startPostgres({ durable: false, settings });
  ends.push(started.stop);
  return started;
};

const portOf = async (store: Store) =>
  (await store.read((db) => rows<{ port: string }>(db, "select current_setting('port') as port")))[0]?.port;

test("a server that goes down and comes again ends nothing: 503 and when to try again, then all as before", async () => {
  const postgres = await server();
  const database = await postgresDatabase(postgres.url("postgres"));
  const service: TestService = await startTestService({}, database);
  ends.push(service.close);
  await service.subscribeAndConfirm("ada@customer.example");
  const objection = await service.objection();
  const outcomes: string[] = [];
  const note = (error: unknown) => void outcomes.push(String(error));
  process.on("uncaughtException", note);
  ends.push(async () => process.off("uncaughtException", note));
  await postgres.crash();
  const refused = await service.post("objections", objection);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await until(async () => (await fetch(`${service.address}health`)).status === 503)).toBe(true);
  await postgres.start();
  await until(async () => (await service.post("objections", objection)).status !== 503);
  await until(async () => (await fetch(`${service.address}health`)).status === 200);
  await service.announce();
  await service.mailbox.next("ada@customer.example", 2);
  expect(outcomes).toEqual([]);
  expect(service.logs.some((line) => line.includes('"code":"store-gone"'))).toBe(true);
});

test("of several hosts it goes to the one that takes writes, and to the next where that is lost", async () => {
  const copies = await server("default_transaction_read_only=on");
  const first = await server();
  const second = await server();
  // Nothing listens at the first one.
  const hosts = [1, copies.port, first.port, second.port].map((port) => `127.0.0.1:${port}`).join(",");
  const url = `postgres://postgres@${hosts}/postgres?target_session_attrs=read-write`;
  const store = await openStore({ url, tls: "none" });
  ends.push(store.close);
  expect(await portOf(store)).toBe(String(first.port));
  await first.crash();
  const found = await until(() => portOf(store).catch(() => undefined));
  expect(found).toBe(String(second.port));
});

test("a server that stops taking writes is left", async () => {
  const one = await server();
  const other = await server();
  const url = `postgres://postgres@127.0.0.1:${one.port},127.0.0.1:${other.port}/postgres`;
  const store = await openStore({ url, tls: "none", connections: 2 });
  ends.push(store.close);
  const second = await openStore({ url: other.url("postgres"), tls: "none" });
  await second.close();
  const outsider = await openStore({ url: one.url("postgres"), tls: "none" });
  // As a server that was stood down: its sessions take no writes from here on.
  await outsider.read((db) => rows(db, "alter system set default_transaction_read_only = on"));
  await outsider.read((db) => rows(db, "select pg_reload_conf()"));
  await outsider.close();
  const write = () =>
    store
      .exclusive("duty", 0, async () => {})
      .then(
        () => portOf(store),
        () => undefined,
      );
  expect(await until(async () => (await write()) === String(other.port))).toBe(true);
});

test("credentials go over a connection whose certificate is checked, or nowhere, unless it is said in so many words", async () => {
  const folder = mkdtempSync(join(tmpdir(), "trust-center-tls-"));
  ends.push(async () => rmSync(folder, { recursive: true }));
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ...["-subj", "/CN=postgres", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
    ],
    { stdio: "pipe" },
  );
  ownedByPostgres(folder, key, certificate);
  const safe = await server("ssl=on", `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`);
  const plain = await server();
  const certificates = readFileSync(certificate, "utf8");

  const store = await openStore({ url: safe.url("postgres"), certificates });
  const tls = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
  expect(await store.read((db) => rows(db, tls))).toEqual([{ ssl: true }]);
  await store.close();
  await expect(openStore({ url: safe.url("postgres") })).rejects.toThrow("--database-certificates");
  const byName = safe.url("postgres").replace("127.0.0.1", "localhost");
  await expect(openStore({ url: byName, certificates })).rejects.toThrow("another host's");
  await expect(openStore({ url: plain.url("postgres"), certificates })).rejects.toThrow("--database-tls none");
  await (await openStore({ url: plain.url("postgres"), tls: "none" })).close();
});

/** The server's own user alone may read its key; what runs as root runs the server as that user. */
function ownedByPostgres(folder: string, ...files: string[]): void {
  if (process.getuid?.() !== 0) return;
  const number = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  for (const file of [folder, ...files]) chownSync(file, number("-u"), number("-g"));
  for (const file of files) if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
}

test("what cannot be reached is told with its reason, and without the password", async () => {
  const postgres = await server();
  const refused = { tls: "none" as const };
  const failing = (url: string) => openStore({ ...refused, url }).then(() => "opened", String);
  expect(await failing("postgres://ada:hidden@127.0.0.1:1/trust")).toContain("nothing listens");
  expect(await failing(postgres.url("nothing"))).toContain("no database of this name");
  const message = await failing(`postgres://nobody:hidden@127.0.0.1:${postgres.port}/postgres`);
  expect(message).toContain("refuse");
  expect(message).not.toContain("hidden");
});
