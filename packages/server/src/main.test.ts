import { copyFile, link, mkdir, mkdtemp, open, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { definitions } from "./settings/define.ts";
import { SettingsError } from "./settings/error.ts";
import { readSettings } from "./settings/read.ts";
import { type Mailbox, openMailbox } from "./testing/mailbox.ts";
import { type RunningProcess, runMain } from "./testing/process.ts";
import { type ServedVendor, serveVendor } from "./testing/vendor.ts";

let folder: string;
let vendor: ServedVendor;
let mailbox: Mailbox;
let running: RunningProcess[];
let flags: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-main-"));
  const key = await generatePrivateKey();
  await writeFile(join(folder, "receipt.pem"), await toPem(key));
  vendor = await serveVendor(Date.now(), await createSigner(key));
  await vendor.publish(mockContent(), Date.now());
  await vendor.publish(mockChange(), Date.now());
  mailbox = await openMailbox();
  running = [];
  flags = {
    feed: vendor.address,
    pin: vendor.pin,
    database: join(folder, "service.db"),
    port: "0",
    "public-address": "http://localhost:8787/",
    smtp: mailbox.url,
    "smtp-tls": "none",
    "mail-from": "notices@acme.example",
    "privacy-mail": "privacy@acme.example",
    "receipt-key": join(folder, "receipt.pem"),
  };
});

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));
  await vendor.close();
  await mailbox.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (more: Record<string, string> = {}, switches: string[] = [], env: Record<string, string> = {}) => {
  const args = Object.entries({ ...flags, ...more }).flatMap(([name, value]) => [`--${name}`, value]);
  const child = runMain([...args, ...switches], env);
  running.push(child);
  return child;
};

test("doctor tries what the settings name, prints it for people or programs, and makes nothing", async () => {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const doctor = async (...words: string[]) => {
    const child = runMain(["doctor", ...args, ...words]);
    running.push(child);
    return { ...(await child.ended), ...child.output() };
  };
  const [text, json] = await Promise.all([doctor(), doctor("--json")]);
  expect(text).toMatchObject({ code: 0, stderr: "" });
  expect(text.stdout).toMatch(/^✓ Feed .+$/m);
  expect(text.stdout).toMatch(/^! Public address .+\n {4}Where the service runs/m);
  const found = JSON.parse(json.stdout) as { what: string; state: string }[];
  expect(found.filter(({ state }) => state === "fails")).toEqual([]);
  expect(await readdir(folder)).toEqual(["receipt.pem"]);
  flags["receipt-key"] = join(folder, "other.pem");
  await writeFile(flags["receipt-key"], await toPem(await generatePrivateKey()));
  const wrong = runMain(["doctor", ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])]);
  running.push(wrong);
  expect((await wrong.ended).code).toBe(1);
  expect(wrong.output().stdout).toMatch(/^✗ Receipt key: /m);
});

test("says where it listens, serves, and ends cleanly on SIGTERM", async () => {
  const child = start();
  const address = await child.listening;
  expect((await fetch(`${address}health`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(child.output().stdout).toBe(`Listening on ${address}\n`);
  for (const file of [flags.database ?? "", `${flags.database}.secret`]) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  }
});

test("a second process on the same file refuses to start; one after a kill does not", async () => {
  const first = start();
  await first.listening;
  const second = start();
  expect((await second.ended).code).toBe(2);
  expect(second.output().stderr).toContain("another process serves it");
  expect((await fetch(`${await first.listening}health`)).status).toBe(200);
  first.kill("SIGKILL");
  await first.ended;
  await start().listening;
});

test("a second process on the same file under another name refuses to start, and so does one on a damaged file", async () => {
  const first = start();
  await first.listening;
  const other = join(folder, "other");
  await mkdir(other);
  await symlink(flags.database ?? "", join(other, "link.db"));
  const second = start({ database: join(other, "link.db") });
  expect((await second.ended).code).toBe(2);
  expect(second.output().stderr).toContain("another process serves it");
  await link(flags.database ?? "", join(other, "hard.db"));
  const third = start({ database: join(other, "hard.db") });
  expect((await third.ended).code).toBe(2);
  expect(third.output().stderr).toContain("hard links");
  first.kill("SIGTERM");
  await first.ended;

  const damaged = join(folder, "damaged.db");
  await copyFile(flags.database ?? "", damaged);
  const handle = await open(damaged, "r+");
  await handle.write(Buffer.alloc(16_384, 0x5a), 0, 16_384, 4096);
  await handle.close();
  await writeFile(join(folder, "text.db"), "this is no database, but a text of some length".repeat(100));
  for (const child of [damaged, join(folder, "text.db")].map((database) => start({ database }))) {
    expect((await child.ended).code).toBe(2);
    expect(child.output().stderr).toContain("damaged");
    expect(child.output().stdout).toBe("");
  }
});

test("all that is wrong with the settings is told at once", async () => {
  const child = runMain(["--port", "x", "--smtp", "https://mail.acme.example"], {});
  expect((await child.ended).code).toBe(2);
  const { stderr } = child.output();
  for (const name of ["feed", "pin", "port", "public-address", "smtp", "mail-from", "privacy-mail", "receipt-key"]) {
    expect(stderr).toContain(`--${name}`);
  }
});

test("settings come from the environment too, and a flag goes first", async () => {
  const env = Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [definitions[name as keyof typeof definitions].env, value]),
  );
  const encrypted = join(folder, "encrypted.pem");
  const key = await generatePrivateKey();
  await writeFile(encrypted, await toPem(key, "open sesame"));
  const child = runMain(["--host", "127.0.0.1"], {
    ...env,
    TRUST_CENTER_HOST: "192.0.2.1",
    TRUST_CENTER_SECRET: "x".repeat(40),
  });
  running.push(child);
  await child.listening;
  const other = runMain([], {
    ...env,
    TRUST_CENTER_RECEIPT_KEY: encrypted,
    TRUST_CENTER_DATABASE: join(folder, "other.db"),
  });
  expect((await other.ended).code).toBe(2);
  expect(other.output().stderr).toContain("TRUST_CENTER_RECEIPT_KEY_PASSPHRASE");
});

test("a receipt key that the feed does not name is refused", async () => {
  const file = join(folder, "encrypted.pem");
  await writeFile(file, await toPem(await generatePrivateKey(), "open sesame"));
  const child = start({ "receipt-key": file }, [], { TRUST_CENTER_RECEIPT_KEY_PASSPHRASE: "open sesame" });
  expect((await child.ended).code).toBe(2);
  expect(child.output().stderr).toContain("receipt role");
});

/** What the settings are refused with, before anything is opened: a process says it with code 2, as the tests around this one show. */
const refusal = async (more: Record<string, string>, env: Record<string, string> = {}) => {
  const args = Object.entries({ ...flags, ...more }).flatMap(([name, value]) => [`--${name}`, value]);
  const error = await readSettings(args, env).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(SettingsError);
  return (error as SettingsError).message;
};

describe("settings that cannot work say what was expected", () => {
  test.each([
    [{ pin: "sha256-x" }, "base64url"],
    [{ port: "99999" }, "65535"],
    [{ feed: "http://acme.example/feed/" }, "https:"],
    [{ "public-address": "https://acme.example/trust" }, "ends in /"],
    [{ smtp: "https://mail.acme.example" }, "smtp://"],
    [{ smtp: "smtp://mail.acme.example?tls.rejectUnauthorized=false" }, "without options"],
    [{ smtp: "smtp://mail.acme.example?ignoreTLS=true" }, "without options"],
    [{ "mail-from": "Acme <a@acme.example>" }, "bare e-mail address"],
    [{ origins: "https://acme.example/" }, "without a path"],
    [{ "receipt-key": "/nowhere/at.all" }, "receipt key"],
    [{ "poll-interval": "0" }, "whole number"],
    [{ colour: "blue" }, "colour"],
  ])("%j", async (more, expected) => {
    expect(await refusal(more)).toContain(expected);
  });

  test("a database that cannot be made ends the process with code 2", async () => {
    const child = start({ database: "/nowhere/at.all" });
    expect((await child.ended).code).toBe(2);
    expect(child.output().stderr).toContain("the system refused");
    expect(child.output().stdout).toBe("");
  });
});

test("a database of another feed is refused", async () => {
  const child = start();
  await child.listening;
  child.kill("SIGINT");
  expect((await child.ended).code).toBe(0);
  const other = start({ feed: vendor.address.replace("127.0.0.1", "localhost") });
  expect((await other.ended).code).toBe(2);
  expect(other.output().stderr).toContain("Give each feed a file of its own");
});

test("prints the hook's token", async () => {
  const child = start({}, ["--print-hook-token"]);
  expect((await child.ended).code).toBe(0);
  const token = child.output().stdout.trim();
  const address = await start().listening;
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(`${address}hooks/published`, { method: "POST", headers })).status).toBe(202);
});

test("a database is a file or PostgreSQL, and replicas name the secret that they share", async () => {
  const { database: file = "", ...others } = flags;
  const args = Object.entries(others).flatMap(([name, value]) => [`--${name}`, value]);
  const url = "postgres://ada:hidden@127.0.0.1:1/trust";
  const secret = { TRUST_CENTER_SECRET: "x".repeat(40) };
  flags = others;
  const told = async (env: Record<string, string>, more: Record<string, string> = {}) => {
    const message = await refusal(more, env);
    expect(message).not.toContain("hidden");
    return message;
  };
  expect(await told({ DATABASE_URL: url })).toContain("TRUST_CENTER_SECRET");
  expect(await told({ DATABASE_URL: `${url}?sslmode=disable`, ...secret })).toContain("sslmode");
  expect(await told({ DATABASE_URL: url, ...secret, TRUST_CENTER_DATABASE: "file.db" })).toContain("found both");
  expect(await told({ DATABASE_URL: url, ...secret }, { "database-connections": "1" })).toContain("from 2 to 1000");
  const [away, own] = [
    runMain(args, { DATABASE_URL: url, ...secret }),
    // A flag goes first.
    runMain([...args, "--database", file], { DATABASE_URL: url }),
  ];
  running.push(away, own);
  expect((await away.ended).code).toBe(2);
  expect(away.output().stderr).toContain("nothing listens");
  expect(away.output().stderr).not.toContain("hidden");
  await own.listening;
});
