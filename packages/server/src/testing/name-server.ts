import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import type { AddressInfo } from "node:net";

/** What a name has; a name that is not among them does not exist, but for what others stand below. */
export type Names = Readonly<Record<string, { txt?: readonly string[]; mx?: readonly string[] }>>;

const types = { txt: 16, mx: 15 } as const;
const noSuchName = 3;

/** A name server that really answers (RFC 1035), on a free port of this machine, and a resolver that asks it alone. */
export async function startNameServer(names: Names) {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => socket.send(answerTo(query, names), from.port, from.address));
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([`127.0.0.1:${(socket.address() as AddressInfo).port}`]);
  return { resolver, close: () => new Promise<void>((closed) => socket.close(closed)) };
}

function answerTo(query: Buffer, names: Names): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] as number; length > 0; length = query[at] as number) {
    labels.push(query.toString("ascii", at + 1, at + 1 + length));
    at += length + 1;
  }
  const question = query.subarray(12, at + 5);
  const name = labels.join(".").toLowerCase();
  const type = query.readUInt16BE(at + 1);
  const { txt = [], mx = [] } = names[name] ?? {};
  const data = type === types.txt ? txt.map(strings) : type === types.mx ? mx.map(exchange) : [];
  const exists = Object.keys(names).some((one) => one === name || one.endsWith(`.${name}`));
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8580 | (exists ? 0 : noSuchName), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 6);
  return Buffer.concat([head, question, ...data.map((one) => record(type, one))]);
}

/** A record of the name in the question (section 4.1.4), for a second. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 1, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** Strings of at most 255 bytes, as long records stand in DNS. */
function strings(text: string): Buffer {
  const parts = text.match(/.{1,100}/gs) ?? [""];
  return Buffer.concat(parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])));
}

function exchange(host: string): Buffer {
  const labels = host.split(".").filter(Boolean);
  const encoded = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([Buffer.from([0, 10]), ...encoded, Buffer.from([0])]);
}
