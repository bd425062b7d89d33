import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { mockContent } from "@trust-center/feed/mock";
import { defaultPace } from "../../packages/server/src/outbox/pace.ts";
import { type Service, type ServiceSettings, startService } from "../../packages/server/src/service.ts";
import { addReaders } from "../../packages/server/src/testing/readers.ts";
import { type ServedVendor, serveVendor } from "../../packages/server/src/testing/vendor.ts";

export const secret = new TextEncoder().encode("a secret of more than thirty-two bytes");

type DatabasePlace = ServiceSettings["database"];

/** A program of this folder in a process of its own, answered in lines. */
export function startProgram(name: string, ...args: string[]): { child: ChildProcess; line(): Promise<string> } {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ["--conditions=source", file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  return { child, line: async () => String((await lines.next()).value) };
}

/** A mail server in a process of its own. */
export async function startSink(latency: number) {
  const { child, line } = startProgram("sink", String(latency));
  const url = await line();
  return {
    url,
    taken: async (): Promise<{ taken: number; last: number }> => {
      child.stdin?.write("?\n");
      return JSON.parse(await line());
    },
    stop: () => void child.kill(),
  };
}

export interface Loaded {
  service: Service;
  vendor: ServedVendor;
  stop(): Promise<void>;
}

/** The service with confirmed subscribers, on a database of its own. */
export async function startLoaded(
  database: DatabasePlace,
  {
    smtp,
    subscribers,
    connections = defaultPace.connections,
    now,
  }: { smtp: string; subscribers: number; connections?: number; now?: () => number },
): Promise<Loaded> {
  const vendor = await serveVendor(Date.now());
  await vendor.publish(mockContent(), Date.now());
  await addReaders(database, subscribers);
  const service = await startService({
    ...{ feed: vendor.address, pin: vendor.pin, database, port: 0, publicAddress: "http://127.0.0.1/service/" },
    ...{
      smtp,
      smtpTls: "none",
      pace: { ...defaultPace, connections },
      mailFrom: "notices@acme.example",
      privacyMail: "privacy@acme.example",
    },
    ...{ receiptSigner: vendor.signer, origins: [], secret, trustProxy: true, log: () => {} },
    ...(now && { now }),
  });
  const stop = async () => {
    await service.close();
    await vendor.close();
  };
  return { service, vendor, stop };
}

/** Has the service look at its feed. */
export const look = ({ service }: Loaded) =>
  fetch(`${service.address}hooks/published`, {
    method: "POST",
    headers: { authorization: `Bearer ${service.hookToken}` },
  });

/** Waits until something holds, looking now and then. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
