import type { Socket } from "node:net";
import { freePort } from "@trust-center/sdk/testing";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** What the server does with a mail: takes it, replies with a code, or drops the connection. */
export type Behaviour =
  | "take"
  | number
  /** `status`: an enhanced status code (RFC 3463). */
  | { at: "rcpt"; reply: number; status?: string }
  | "drop at rcpt"
  | "drop before message"
  | "drop before dot"
  | "drop after dot"
  | "silence after dot";

export interface Mailbox {
  url: string;
  port: number;
  mails: ParsedMail[];
  /** Called with each message as it came, taken or not. */
  onRaw?: (text: string) => void;
  /** Where each of them comes back to. */
  returnPaths: string[];
  /** Attempts that reached RCPT. */
  attempts: number;
  /** Behaviour of the next attempts, in order; then `take`. */
  script: Behaviour[];
  /** The next mail to an address, waited for. */
  next(to: string, count?: number): Promise<ParsedMail>;
  to(address: string): ParsedMail[];
  close(): Promise<void>;
}

/** A real SMTP server on a free loopback port, which stays free where it is closed and opened again, that keeps what it takes. */
export async function openMailbox(port?: number, tls?: { key: string; cert: string }): Promise<Mailbox> {
  const now = new Map<string, Behaviour>();
  const drop = (session: SMTPServerSession) => {
    for (const connection of server.connections as Iterable<{ session: SMTPServerSession; _socket: Socket }>) {
      if (connection.session.id === session.id) connection._socket.destroy();
    }
  };
  const reply = (code: number, status?: string) =>
    Object.assign(new Error(`${status ? `${status} ` : ""}scripted <secret@victim.example>`), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: tls ? ["AUTH"] : ["STARTTLS", "AUTH"],
    ...tls,
    closeTimeout: 100,
    onRcptTo: (_address, session, done) => {
      box.attempts++;
      const behaviour = box.script.shift() ?? "take";
      now.set(session.id, behaviour);
      if (behaviour === "drop at rcpt") return drop(session);
      if (typeof behaviour === "object") return done(reply(behaviour.reply, behaviour.status));
      done();
    },
    onData: (stream, session, done) => {
      const behaviour = now.get(session.id) ?? "take";
      // RFC 5321 §4.1.1.4: this is called before the server's 354, and the message follows it.
      if (behaviour === "drop before message") return drop(session);
      if (behaviour === "drop before dot") return void stream.once("readable", () => drop(session));
      const chunks: Buffer[] = [];
      if (box.onRaw) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      simpleParser(stream).then((mail) => {
        box.onRaw?.(Buffer.concat(chunks).toString());
        if (typeof behaviour === "number") return done(reply(behaviour));
        box.mails.push(mail);
        const from = session.envelope.mailFrom;
        box.returnPaths.push(from ? from.address : "");
        if (behaviour === "drop after dot") return drop(session);
        if (behaviour === "silence after dot") return;
        done();
      }, done);
    },
  });
  server.on("error", () => {});
  const bound = port ?? (await freePort());
  await new Promise<void>((listening) => server.listen(bound, "127.0.0.1", listening));
  const box: Mailbox = {
    url: `smtp://127.0.0.1:${bound}`,
    port: bound,
    mails: [],
    returnPaths: [],
    attempts: 0,
    script: [],
    to: (address) => box.mails.filter(({ to }) => (Array.isArray(to) ? to : [to]).some((one) => one?.text === address)),
    next: (to, count = 1) => until(() => box.to(to)[count - 1]),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  return box;
}

/** Waits for something to be there, nearly as long as a test of the service may take: how long it does is not what is tested. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patience = 100_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Waited in vain for ${look}.`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
