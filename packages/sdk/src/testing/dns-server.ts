import { createSocket, type RemoteInfo } from "node:dgram";
import type { AddressInfo } from "node:net";

/** TXT records by name: each record is the list of its strings. `silent` never answers, `broken` says SERVFAIL. */
export type Zone = Record<string, string[][] | "silent" | "broken">;

/** A name server on this machine that knows TXT records alone (RFC 1035 §4). */
export async function startDns(zone: Zone): Promise<{ server: string; asked: string[]; close(): void }> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (query: Buffer, from: RemoteInfo) => {
    const { name, end } = nameAt(query, 12);
    asked.push(name);
    const records = zone[name];
    if (records === "silent") return;
    socket.send(answer(query, end + 4, records), from.port, from.address);
  });
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  const { port } = socket.address() as AddressInfo;
  return { server: `127.0.0.1:${port}`, asked, close: () => socket.close() };
}

function nameAt(query: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

function answer(query: Buffer, end: number, records: string[][] | "broken" | undefined): Buffer {
  const [noError, serverFailure, noName] = [0, 2, 3];
  const code = records === "broken" ? serverFailure : records ? noError : noName;
  const found = Array.isArray(records) ? records : [];
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(found.length, 6);
  head.writeUInt32BE(0, 8);
  const answers = found.map((strings) => {
    const data = Buffer.concat(strings.map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)])));
    const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 0]);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([head, query.subarray(12, end), ...answers]);
}
