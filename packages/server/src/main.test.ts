import { copyFile, link, mkdir, mkdtemp, open, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { definitions } from "./settings/define.ts";
import { type Mailbox, openMailbox, until } from "./testing/mailbox.ts";
import { type RunningProcess, runMain } from "./testing/process.ts";
import { prove } from "./testing/prove.ts";
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

test("says where it listens, serves, and ends cleanly on SIGTERM", async () => {
  const child = start();
  const address = await child.listening;
  expect((await fetch(`${address}health`)).status).toBe(200);
  const began = performance.now();
  child.kill("SIGTERM");
  expect(await child.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(5_000);
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
  for (const database of [damaged, join(folder, "text.db")]) {
    const child = start({ database });
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

describe("settings that cannot work end with code 2 and say what was expected", () => {
  test.each([
    [{ pin: "sha256-x" }, "base64url"],
    [{ port: "99999" }, "65535"],
    [{ feed: "http://acme.example/feed/" }, "https:"],
    [{ "public-address": "https://acme.example/trust" }, "ends in /"],
    [{ smtp: "https://mail.acme.example" }, "smtp://"],
    [{ "mail-from": "Acme <a@acme.example>" }, "bare e-mail address"],
    [{ origins: "https://acme.example/" }, "without a path"],
    [{ "receipt-key": "/nowhere/at.all" }, "receipt key"],
    [{ "poll-interval": "0" }, "whole number"],
    [{ database: "/nowhere/at.all" }, "the system refused"],
    [{ colour: "blue" }, "colour"],
  ])("%j", async (more, expected) => {
    const child = start(more);
    expect((await child.ended).code).toBe(2);
    expect(child.output().stderr).toContain(expected);
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

test("kill -9 while objections come in loses none that was acknowledged", async () => {
  const sha256 = [...vendor.files.keys()]
    .filter((path) => path.startsWith("feed/"))
    .at(-1)
    ?.slice(5, -5);
  const acknowledged: string[] = [];
  let sent = 0;
  for (let round = 0; round < 3; round++) {
    const child = start({}, ["--trust-proxy"]);
    const address = await child.listening;
    const proofs = await Promise.all(Array.from({ length: 12 }, () => prove(address, "objection")));
    const before = acknowledged.length;
    const filing = async (proof: string) => {
      const at = sent++;
      const answer = await fetch(`${address}objections`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": `198.51.100.${at}` },
        body: JSON.stringify({
          request: `killed-request-${at}`,
          change: "2.1",
          feed: { version: 2, sha256 },
          name: "Ada",
          email: `ada${at}@customer.example`,
          organisation: "Customer",
          grounds: "",
          proof,
        }),
      });
      const { receipt } = (await answer.json()) as { receipt: string };
      if (answer.status === 201) acknowledged.push(receipt);
      if (acknowledged.length >= before + 2 + round * 2) child.kill("SIGKILL");
    };
    // Four at once: whenever it is killed, some are under way and some not sent.
    for (let at = 0; at < proofs.length; at += 4) await Promise.allSettled(proofs.slice(at, at + 4).map(filing));
    child.kill("SIGKILL");
    await child.ended;
    expect(acknowledged.length).toBeGreaterThan(before);
  }
  const last = start();
  await last.listening;
  const database = new DatabaseSync(flags.database ?? "", { readOnly: true });
  const kept = new Set(
    database
      .prepare("select receipt from objections")
      .all()
      .map((row) => row.receipt),
  );
  expect(acknowledged.filter((receipt) => !kept.has(receipt))).toEqual([]);
  expect(acknowledged.length).toBeLessThan(sent);
  expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
  // Objection, receipt and outbox rows are one: every one that was kept is also mailed.
  await until(() => mailbox.mails.length >= kept.size * 2, 20_000);
  database.close();
  expect((await readFile(`${flags.database}.secret`, "utf8")).trim()).toHaveLength(43);
});

test("options that would loosen the way to the mail server are refused", async () => {
  for (const smtp of [`${mailbox.url}?tls.rejectUnauthorized=false`, `${mailbox.url}?ignoreTLS=true`]) {
    const child = start({ smtp });
    expect((await child.ended).code).toBe(2);
    expect(child.output().stderr).toContain("without options");
  }
});
