import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { type RunningProcess, runMain } from "../../packages/server/src/testing/process.ts";
import { addReaders } from "../../packages/server/src/testing/readers.ts";
import { type ServedVendor, serveVendor } from "../../packages/server/src/testing/vendor.ts";
import { type Sink, startSink } from "./sink.ts";

/** A vendor, a mail server and a database of confirmed subscribers, on which the real program is started and ended. */
export interface Site {
  vendor: ServedVendor;
  sink: Sink;
  database: string;
  /** Starts the program; resolves once it listens. */
  start(): Promise<Running>;
  /** Rows of the database. */
  query<T>(sql: string): T[];
  close(): Promise<void>;
}

export interface Running extends RunningProcess {
  address: string;
}

const secret = "a secret of more than thirty-two characters";

export async function openSite(subscribers: number): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-faults-"));
  const key = await generatePrivateKey();
  const keyFile = join(folder, "receipt.pem");
  await writeFile(keyFile, await toPem(key));
  const vendor = await serveVendor(Date.now(), await createSigner(key));
  await vendor.publish(mockContent(), Date.now());
  const sink = await startSink();
  const database = join(folder, "service.db");
  await addReaders(database, subscribers);
  const running: Running[] = [];
  const args = [
    ...["--feed", vendor.address, "--pin", vendor.pin, "--database", database, "--port", "0"],
    ...[
      "--public-address",
      "http://localhost:8787/",
      "--smtp",
      sink.url,
      "--smtp-tls",
      "none",
      "--receipt-key",
      keyFile,
    ],
    ...["--mail-from", "notices@acme.example", "--privacy-mail", "privacy@acme.example", "--poll-interval", "1"],
  ];
  return {
    ...{ vendor, sink, database },
    start: async () => {
      const child = runMain(args, { TRUST_CENTER_SECRET: secret });
      const started = { ...child, address: await child.listening };
      running.push(started);
      return started;
    },
    query: <T>(sql: string) => {
      const db = new DatabaseSync(database, { readOnly: true, timeout: 5000 });
      try {
        return db.prepare(sql).all() as T[];
      } finally {
        db.close();
      }
    },
    close: async () => {
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(running.map(({ ended }) => ended));
      await vendor.close();
      await sink.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds; says what it waited for where it never does. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
