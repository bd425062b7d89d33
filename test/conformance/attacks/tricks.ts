import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** What a server does instead of serving a file; true where it did something. */
export interface Trick {
  /** Bytes that the server was able to hand to the system, where it counts them. */
  sent?: number;
  answer(path: string, response: ServerResponse, bytes: Uint8Array | undefined): boolean;
}

type Answer = (response: ServerResponse, bytes: Uint8Array) => unknown;

/** Answers for one kind of file: `head.json`, or a folder such as `feed/`. */
const forFile = (prefix: string, answer: Answer): Trick => ({
  answer: (path, response, bytes) => {
    if (!path.startsWith(prefix)) return false;
    answer(response, bytes ?? new Uint8Array());
    return true;
  },
});

/** Bytes that come as fast as they are taken: an engine under load takes much before its page can look. */
const flood = 32 * 1024 * 1024;

/** Data without an end: a flood as fast as it is taken, and then so slowly that it fills no memory. */
export function endless(prefix: string): Trick {
  const trick: Trick = forFile(prefix, async (response) => {
    response.writeHead(200);
    const part = Buffer.alloc(65_536, " ");
    for (let sent = part.length; !response.destroyed; sent += part.length) {
      trick.sent = (trick.sent ?? 0) + part.length;
      await new Promise<unknown>((taken) => response.write(part, taken));
      if (sent > flood) await setTimeout(20);
    }
  });
  return trick;
}

/** A byte now and then, without an end. */
export const slow = (prefix: string): Trick =>
  forFile(prefix, (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write(" "), 100);
    response.once("close", () => clearInterval(timer));
  });

/** The connection is taken, and nothing is ever said. */
export const silent = (prefix: string): Trick => forFile(prefix, () => {});

export const status = (prefix: string, code: number, headers: Record<string, string> = {}, body = ""): Trick =>
  forFile(prefix, (response) => response.writeHead(code, headers).end(body));

/** The connection breaks before an answer. */
export const reset = (prefix: string): Trick => forFile(prefix, (response) => response.destroy());

/** The connection breaks within the body. */
export const broken = (prefix: string): Trick =>
  forFile(prefix, (response, bytes) => {
    response.writeHead(200);
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  });

/** A length that is not the body's: the server closes, or goes on, after it. */
export const lengthOf = (prefix: string, difference: number): Trick =>
  forFile(prefix, (response, bytes) => {
    const { socket } = response;
    response.detachSocket(socket as never);
    socket?.write(
      `HTTP/1.1 200 OK\r\naccess-control-allow-origin: *\r\ncontent-length: ${bytes.length + difference}\r\nconnection: close\r\n\r\n`,
    );
    socket?.end(bytes);
  });

/** Little on the wire, much in memory. */
export const bomb = (prefix: string, bytes: number): Trick => {
  const packed = gzipSync(Buffer.alloc(bytes, " "));
  return forFile(prefix, (response) =>
    response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length }).end(packed),
  );
};

/** Says that it is packed, and is not. */
export const notPacked = (prefix: string): Trick =>
  forFile(prefix, (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip"));
