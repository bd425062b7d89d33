import { createServer } from "node:http";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { close, listenFrom } from "./listen.ts";
import { messagePage, outboxPage } from "./outbox-pages.ts";

/** A mail that was delivered here. */
export interface Message {
  id: string;
  to: string;
  from: string;
  subject: string;
  date: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: { name: string; content: string }[];
}

/** A mail server that keeps what it is given and shows it: nothing leaves the machine. */
export interface Outbox {
  /** Where to read the mails. `messages.json` below it lists them. */
  readonly address: string;
  /** `smtp://…` */
  readonly smtp: string;
  readonly messages: readonly Message[];
  close(): Promise<void>;
}

/** Starts the outbox; its page is on the first free port from `firstPort` on. */
export async function startOutbox(firstPort: number): Promise<Outbox> {
  const messages: Message[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    size: 1_000_000,
    onData: (stream, _session, done) => {
      simpleParser(stream).then((mail) => {
        messages.push(toMessage(mail, String(messages.length + 1)));
        done();
      }, done);
    },
  });
  smtp.on("error", () => {});
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
  const pages = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const send = (status: number, type: string, body: string) =>
      response
        .writeHead(status, {
          "content-type": `${type}; charset=utf-8`,
          "cache-control": "no-store",
          "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:",
        })
        .end(body);
    if (path === "/") return send(200, "text/html", outboxPage(messages));
    if (path === "/messages.json") return send(200, "application/json", JSON.stringify(messages));
    const message = messages.find(({ id }) => path === `/${id}` || path === `/${id}/html`);
    if (!message) return send(404, "text/plain", "No such mail.\n");
    return path.endsWith("/html") ? send(200, "text/html", message.html) : send(200, "text/html", messagePage(message));
  });
  const port = await listenFrom(pages, firstPort);
  return {
    address: `http://localhost:${port}/`,
    smtp: `smtp://127.0.0.1:${(smtp.server.address() as { port: number }).port}`,
    messages,
    close: async () => {
      await Promise.all([close(pages), new Promise<void>((resolve) => smtp.close(() => resolve()))]);
    },
  };
}

function toMessage(mail: ParsedMail, id: string): Message {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  return {
    id,
    to: to?.text ?? "",
    from: mail.from?.text ?? "",
    subject: mail.subject ?? "",
    date: (mail.date ?? new Date()).toISOString(),
    text: mail.text ?? "",
    html: mail.html || "",
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()])),
    attachments: mail.attachments.map(({ filename, content }) => ({
      name: filename ?? "",
      content: content.toString("utf8"),
    })),
  };
}
