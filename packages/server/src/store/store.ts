import type { Store as Memory } from "@trust-center/sdk";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "./schema.ts";

/** Whatever can run a query: the database, or a transaction of it. */
export type Queries = Kysely<Database>;

/**
 * Runs a piece of work inside a transaction; resolves when that is on the disk. What the database could not serialise runs
 * again, so work must not do anything but ask the database.
 *
 * @throws {StoreError}
 */
export type Write = <T>(work: (tx: Transaction<Database>) => Promise<T>) => Promise<T>;

/** Where everything is kept: the same promises whatever stands behind it. What a driver throws is a `StoreError`. */
export interface Store {
  /** The database's clock, milliseconds since 1970: leases, windows and limits live on it, never on a process's own. */
  now(): Promise<number>;
  /** Reads what was committed. */
  read<T>(work: (db: Queries) => Promise<T>): Promise<T>;
  write: Write;
  /**
   * Makes one transaction of what many ask for at once: `work` gets what was given in one turn, and gives an outcome for
   * each, in their order.
   */
  batch<In, Out>(work: (tx: Transaction<Database>, given: readonly In[]) => Promise<readonly Out[]>): Batched<In, Out>;
  /**
   * Does what is one replica's duty: runs `work` in a transaction where nobody has in so many milliseconds, and else
   * nothing. One that fails is nobody's, and is done by whoever asks next.
   *
   * @returns whether it was done here
   */
  exclusive(name: string, span: number, work: (tx: Transaction<Database>) => Promise<unknown>): Promise<boolean>;
  /** What the SDK remembers of the feed. */
  memory: Memory;
  /** Whether what must survive a lost database is kept apart from it, where it is: only then may a mail go out. */
  inStep(): boolean;
  close(): Promise<void>;
}

export type Batched<In, Out> = (given: In) => Promise<Out>;

/** A store without a process of its own, for one action of an operator. */
export type StoreForAction = Pick<Store, "read" | "write"> & AsyncDisposable;

/** Where the database is: the path of a SQLite file, or the address of a PostgreSQL database. */
export type DatabasePlace = string | PostgresPlace;

export interface PostgresPlace {
  /** `postgres://user:password@host:port,host:port/name?target_session_attrs=read-write` */
  url: string;
  /** Whether credentials and data go over a verified TLS connection alone. Default `required`. */
  tls?: "required" | "none";
  /** Certificates in PEM that the server's must lead to. Default: those that Node trusts. */
  certificates?: string;
  /** The most connections. Default 10. */
  connections?: number;
}
