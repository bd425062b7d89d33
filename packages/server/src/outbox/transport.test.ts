import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, expect, test } from "vitest";
import { createLogger } from "../log/logger.ts";
import { type Mailbox, openMailbox, until } from "../testing/mailbox.ts";
import { encodeMail } from "./encode.ts";
import { type MailServer, watchMailServer } from "./mail-server.ts";
import { createSmtpTransport, type SmtpTls } from "./transport.ts";

let mailbox: Mailbox | undefined;
let certificate: { key: string; cert: string };

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
  const options = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...subject];
  await promisify(execFile)("openssl", options);
  certificate = { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
  await rm(folder, { recursive: true });
});

afterEach(async () => {
  await mailbox?.close();
  mailbox = undefined;
});

const mail = {
  from: { name: "Acme", address: "notices@acme.example" },
  to: "ada@customer.example",
  subject: "s",
  text: "t",
  html: "<p>t</p>",
  messageId: "<1@acme.example>",
  date: new Date(0),
};

async function sent(url: string, tls: SmtpTls) {
  const transport = createSmtpTransport({ url, tls, connections: 5 });
  const lines: string[] = [];
  const server: MailServer = watchMailServer(
    url,
    transport,
    createLogger((line) => void lines.push(line)),
  );
  await until(() => server.state !== "asked");
  const { ok } = await transport.send(await encodeMail(mail), new AbortController().signal);
  server.stop();
  transport.close();
  return { ok, state: server.state, logged: lines.map((line) => JSON.parse(line)) };
}

test("nothing is sent in the clear unless the operator says so", async () => {
  mailbox = await openMailbox();
  expect(await sent(mailbox.url, "required")).toMatchObject({
    ok: false,
    state: "refused",
    logged: [{ event: "mail-server-refused", host: "127.0.0.1", reason: expect.stringContaining("STARTTLS") }],
  });
  expect(mailbox.attempts).toBe(0);
  expect(await sent(mailbox.url, "none")).toEqual({ ok: true, state: "ready", logged: [] });
});

test("nothing is sent to a server whose certificate does not hold, and the log says why", async () => {
  mailbox = await openMailbox(undefined, certificate);
  expect(await sent(mailbox.url.replace("127.0.0.1", "localhost"), "required")).toMatchObject({
    ok: false,
    state: "refused",
    logged: [{ host: "localhost", reason: expect.stringContaining("self-signed") }],
  });
  expect(mailbox.mails).toEqual([]);
});

test.each([
  ["smtp://127.0.0.1:1", "nothing listens there"],
  ["smtp://nobody.invalid:25", "there is no such host"],
])("%s: %s", async (url, reason) => {
  expect((await sent(url, "none")).logged).toMatchObject([{ event: "mail-server-refused", reason }]);
});

test("a connection that is cut in the middle of a long message is an ordinary failure; after its end it may be there", async () => {
  mailbox = await openMailbox();
  const transport = createSmtpTransport({ url: mailbox.url, tls: "none", connections: 1 });
  const { signal } = new AbortController();
  const long = {
    ...mail,
    attachments: [{ filename: "a", content: "x".repeat(30_000_000), contentType: "text/plain" }],
  };
  mailbox.script = ["drop before dot", "drop before message", "drop after dot"];
  expect(await transport.send(await encodeMail(long), signal)).toMatchObject({ ok: false, whole: false });
  expect(await transport.send(await encodeMail(mail), signal)).toMatchObject({ ok: false, whole: false });
  expect(await transport.send(await encodeMail(mail), signal)).toMatchObject({ ok: false, whole: true });
  transport.close();
});

test("a mail under way ends when it is told to, and says how far it had come", async () => {
  mailbox = await openMailbox();
  mailbox.script = ["silence after dot"];
  const transport = createSmtpTransport({ url: mailbox.url, tls: "none", connections: 1 });
  const ending = new AbortController();
  const sent = transport.send(await encodeMail(mail), ending.signal);
  await until(() => mailbox?.mails.length === 1);
  ending.abort();
  expect(await sent).toMatchObject({ ok: false, whole: true });
  transport.close();
});
