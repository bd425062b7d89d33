import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { type PostgresServer, startPostgres } from "../../packages/server/src/testing/postgres-server.ts";
import { type RunningProcess, runMain } from "../../packages/server/src/testing/process.ts";
import { addReaders } from "../../packages/server/src/testing/readers.ts";
import { postgresDatabase, sqliteDatabase } from "../../packages/server/src/testing/test-database.ts";
import { type ServedVendor, serveVendor } from "../../packages/server/src/testing/vendor.ts";
import { type Sink, startSink } from "./sink.ts";

/** A vendor, a mail server and a database of confirmed subscribers, on which the real program is started and ended. */
export interface Site {
  vendor: ServedVendor;
  sink: Sink;
  /** The path of its file; empty on PostgreSQL. */
  database: string;
  /** Where the database is on PostgreSQL. */
  postgres: PostgresServer | undefined;
  /**
   * Starts the program, one replica more; resolves once it listens.
   *
   * @param ahead Milliseconds that its clock is wrong.
   */
  start(ahead?: number): Promise<Running>;
  /** Rows of the database. */
  query<T>(sql: string): Promise<T[]>;
  /** Statements without an answer. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

export interface Running extends RunningProcess {
  address: string;
}

const secret = "a secret of more than thirty-two characters";

export type StoreKind = "SQLite" | "PostgreSQL";

/** A process whose clock is wrong, whatever the machine's says. */
const withClock = (ahead: number) => {
  const module = `const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { given.length > 0 ? super(...given) : super(Real.now() + ${ahead}); }
      static now() { return Real.now() + ${ahead}; }
    };`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(module)}` };
};

export async function openSite(subscribers: number, kind: StoreKind): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-faults-"));
  const key = await generatePrivateKey();
  const keyFile = join(folder, "receipt.pem");
  await writeFile(keyFile, await toPem(key));
  const vendor = await serveVendor(Date.now(), await createSigner(key));
  await vendor.publish(mockContent(), Date.now());
  const sink = await startSink();
  const postgres = kind === "PostgreSQL" ? await startPostgres({ durable: true }) : undefined;
  const database = postgres ? await postgresDatabase(postgres.url("postgres")) : sqliteDatabase(folder, "service.db");
  await addReaders(database.place, subscribers);
  const running: Running[] = [];
  const args = [
    ...["--feed", vendor.address, "--pin", vendor.pin, ...database.flags, "--port", "0"],
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
    ...["--webhook-targets", "private"],
  ];
  return {
    ...{ vendor, sink, postgres },
    database: typeof database.place === "string" ? database.place : "",
    query: database.query,
    run: database.run,
    start: async (ahead = 0) => {
      const env = { ...database.env, TRUST_CENTER_SECRET: secret, ...(ahead !== 0 && withClock(ahead)) };
      const child = runMain(args, env);
      const started = { ...child, address: await child.listening };
      running.push(started);
      return started;
    },
    close: async () => {
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(running.map(({ ended }) => ended));
      await vendor.close();
      await sink.close();
      await database.close();
      await postgres?.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds; says what it waited for where it never does. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 600): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
