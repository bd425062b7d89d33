import { connect, type Socket } from "node:net";

/** What a run of requests found. */
export interface Posted {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  refused: number;
  /** Microseconds of this process's own processor time, for one request. */
  microseconds: number;
}

/**
 * Posts bodies, so many at a time, each of them once: `node poster.ts URL CONNECTIONS`, bodies on stdin, one a line. A
 * process of its own, so that it does not share the service's thread; and plain sockets with requests that are ready before
 * the first goes out, so that it takes little of the processor that the service is measured on.
 */
const [address = "", connections = "32"] = process.argv.slice(2);
const { hostname, port, host, pathname } = new URL(address);

const requestOf = (body: string, at: number): Buffer => {
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    // Each from a network of its own: limits are not what is measured.
    `X-Forwarded-For: 10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
};

const requests: Buffer[] = [];
let held = "";
for await (const chunk of process.stdin) {
  held += chunk;
  const lines = held.split("\n");
  held = lines.pop() ?? "";
  for (const line of lines) requests.push(requestOf(line, requests.length));
}

/** The status of an answer, once it is whole: its length must be told. */
function statusOf(answer: string): string | undefined {
  const end = answer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  if (length === undefined) throw new Error(`Expected an answer that tells its length, found ${answer.slice(0, end)}`);
  return answer.length >= end + 4 + Number(length)
    ? answer.slice("HTTP/1.1 ".length, "HTTP/1.1 202".length)
    : undefined;
}

const times: number[] = [];
let refused = 0;
let next = 0;

/** Sends one request after the other over one connection, until none is left. */
const post = (socket: Socket) =>
  new Promise<void>((resolve, reject) => {
    let began = 0;
    let answer = "";
    const send = () => {
      const request = requests[next++];
      if (!request) return resolve();
      began = performance.now();
      socket.write(request);
    };
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      const status = statusOf(answer);
      if (status === undefined) return;
      times.push(performance.now() - began);
      if (status !== "202") refused++;
      answer = "";
      send();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("Expected a connection that stays, found it closed.")));
    send();
  });

const sockets = await Promise.all(
  Array.from(
    { length: Number(connections) },
    () =>
      new Promise<Socket>((resolve, reject) => {
        const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
        socket.on("error", reject);
      }),
  ),
);
const cpu = process.cpuUsage();
const began = performance.now();
await Promise.all(sockets.map(post));
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
for (const socket of sockets) socket.destroy();
times.sort((one, other) => one - other);
const quantile = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
const found: Posted = {
  ...{ perSecond: requests.length / seconds, p50: quantile(0.5), p99: quantile(0.99), refused },
  microseconds: (user + system) / requests.length,
};
console.log(JSON.stringify(found));
