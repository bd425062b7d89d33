import { type AddressInfo, createServer, type Socket } from "node:net";

/** What the mail server does with one message that it has read to its end. */
export type Answer = "take" | "drop" | "take and drop" | "take and be silent" | "refuse for now";

/** A message that came whole. */
export interface Taken {
  to: string;
  messageId: string;
  /** Whether its sender was told that it was taken. */
  answered: boolean;
}

export interface Sink {
  url: string;
  taken: Taken[];
  /** Decides what becomes of a message; asked when it is whole. */
  decide: () => Answer;
  /** Milliseconds until an answer. */
  latency: number;
  /** Transactions that have begun and not ended. */
  underWay(): number;
  close(): Promise<void>;
}

/** A real mail server on a free port of this machine, whose failures are told. */
export async function startSink(): Promise<Sink> {
  const sockets = new Set<Socket>();
  const begun = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    socket.on("close", () => {
      sockets.delete(socket);
      begun.delete(socket);
    });
    socket.on("error", () => {});
    serve(sink, socket, begun);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const sink: Sink = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: [],
    decide: () => "take",
    latency: 0,
    underWay: () => begun.size,
    close: () =>
      new Promise((closed) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => closed());
      }),
  };
  return sink;
}

function serve(sink: Sink, socket: Socket, begun: Set<Socket>): void {
  let held = "";
  let to = "";
  let isMessage = false;
  const reply = (line: string) => socket.write(`${line}\r\n`);
  reply("220 sink ESMTP");

  const take = (message: string) => {
    const answer = sink.decide();
    const messageId = /^Message-ID: (\S+)/im.exec(message)?.[1] ?? "";
    setTimeout(() => {
      const isOpen = !socket.destroyed;
      const answered = answer === "take" && isOpen;
      if (answer.startsWith("take")) sink.taken.push({ to, messageId, answered });
      if (answer !== "take and be silent") begun.delete(socket);
      if (!isOpen) return;
      if (answer === "take") reply("250 taken");
      else if (answer === "refuse for now") reply("451 later");
      else if (answer !== "take and be silent") socket.destroy();
    }, sink.latency);
  };

  socket.on("data", (chunk) => {
    held += chunk.toString("latin1");
    for (;;) {
      const end = isMessage ? "\r\n.\r\n" : "\r\n";
      const at = held.indexOf(end);
      if (at < 0) return;
      const line = held.slice(0, at);
      held = held.slice(at + end.length);
      if (isMessage) {
        isMessage = false;
        take(line);
      } else if (/^EHLO/i.test(line)) {
        // As nearly every server does: RFC 2920.
        reply("250-sink\r\n250 PIPELINING");
      } else if (/^MAIL FROM/i.test(line)) {
        begun.add(socket);
        reply("250 ok");
      } else if (/^RCPT TO:<([^>]*)>/i.test(line)) {
        to = /<([^>]*)>/.exec(line)?.[1] ?? "";
        reply("250 ok");
      } else if (/^DATA/i.test(line)) {
        isMessage = true;
        reply("354 go on");
      } else if (/^QUIT/i.test(line)) {
        reply("221 bye");
        socket.end();
      } else reply("250 ok");
    }
  });
}
