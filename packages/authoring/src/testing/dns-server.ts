import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** Answers by name, then by type. A name that is not among them is not there; `silent` is never answered. */
export type Zone = Record<string, { MX?: string[]; TXT?: string[]; CNAME?: string[] } | "silent">;

const types: Record<number, "MX" | "TXT" | "CNAME"> = { 5: "CNAME", 15: "MX", 16: "TXT" };

/** A DNS server on localhost (RFC 1035) that answers by UDP; its address, and the questions that it was asked. */
export async function startDns(zone: Zone): Promise<{ address: string; asked: string[]; stop: () => void }> {
  const socket = createSocket("udp4");
  const asked: string[] = [];
  socket.on("message", (query, { port, address }) => {
    const [name, end] = nameAt(query);
    const type = types[query.readUInt16BE(end)];
    asked.push(`${type ?? "?"} ${name}`);
    const known = zone[name];
    if (known === "silent") return;
    const values = (type && known?.[type]) ?? [];
    const answers = values.map((value) => {
      const data =
        type === "TXT" ? texts(value) : type === "MX" ? Buffer.concat([two(10), labels(value)]) : labels(value);
      return Buffer.concat([two(0xc00c), query.subarray(end, end + 4), Buffer.alloc(4), two(data.length), data]);
    });
    // An answer to this question, with NXDOMAIN (3) for a name that is not there.
    const head = Buffer.concat([
      query.subarray(0, 2),
      two(0x8180 | (known ? 0 : 3)),
      two(1),
      two(values.length),
      two(0),
      two(0),
    ]);
    socket.send(Buffer.concat([head, query.subarray(12, end + 4), ...answers]), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const { port } = socket.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, asked, stop: () => socket.close() };
}

function nameAt(query: Buffer): [name: string, end: number] {
  const parts: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    parts.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  return [parts.join(".").toLowerCase(), at + 1];
}

const two = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);

const labels = (name: string): Buffer =>
  Buffer.concat([
    ...name.split(".").map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])),
    Buffer.alloc(1),
  ]);

/** A text record comes in pieces of at most 255 bytes. */
const texts = (value: string): Buffer =>
  Buffer.concat(
    (value.match(/.{1,255}/g) ?? []).map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])),
  );
