import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { addCheckpointLimit } from "@trust-center/feed";
import { listen } from "../serve/listen.ts";
import { type Answer, type AskedWitness, answerAddCheckpoint } from "./add-checkpoint.ts";

export interface WitnessServerOptions {
  port: number;
  host: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Told of each request, when it is answered. */
  onAnswer?: (answer: Answer & { method: string; path: string; problem?: unknown }) => void;
  signal?: AbortSignal | undefined;
}

/** Milliseconds for a request to arrive whole. */
const patience = 10_000;
const maxConnections = 256;

/** Serves `POST /add-checkpoint` (C2SP tlog-witness). */
export async function serveWitness(witness: AskedWitness, options: WitnessServerOptions) {
  const { port, host, now, onAnswer, signal } = options;
  const settings = { requestTimeout: patience, headersTimeout: patience, maxHeaderSize: 16 * 1024 };
  const server = createServer(settings, (request, response) => {
    respond(witness, request, now)
      .catch((problem: unknown) => ({ ...plain(500, "The witness could not answer."), problem }))
      .then((answer) => {
        send(response, answer);
        const { method = "", url = "" } = request;
        onAnswer?.({ ...answer, method, path: url.slice(0, 200) });
      })
      .catch(() => response.destroy());
  });
  server.maxConnections = maxConnections;
  const bound = await listen(server, host, { port, more: 0 });
  let closing: Promise<void> | undefined;
  /** Who is being answered gets the answer; nobody else is waited for. */
  const close = () => {
    closing ??= new Promise<void>((closed) => {
      const late = setTimeout(() => server.closeAllConnections(), patience);
      server.close(() => {
        clearTimeout(late);
        closed();
      });
      server.closeIdleConnections();
    });
    return closing;
  };
  signal?.addEventListener("abort", () => void close(), { once: true });
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${bound}`, port: bound, close };
}

async function respond(witness: AskedWitness, request: IncomingMessage, now: () => number): Promise<Answer> {
  const [path] = (request.url ?? "").split("?");
  if (path !== "/add-checkpoint") return plain(404, "Nothing here. Checkpoints are added at /add-checkpoint.");
  if (request.method !== "POST") return plain(405, "Only POST is answered here.");
  const body = await readBody(request);
  if (body === undefined) return plain(413, `Expected at most ${addCheckpointLimit} bytes.`);
  return answerAddCheckpoint(witness, body, now());
}

/** The body, up to the longest that is a request; undefined where it is longer. Other bytes than UTF-8 make it malformed. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  // What is too long is answered before the connection ends.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > addCheckpointLimit) return undefined;
    parts.push(part);
  }
  const bytes = Buffer.concat(parts);
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : "";
}

const plain = (status: number, text: string): Answer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${text}\n`,
});

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 405 && { allow: "POST" }),
    ...(status === 413 && { connection: "close" }),
  });
  response.end(body);
}
