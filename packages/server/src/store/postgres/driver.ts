import type { Socket } from "node:net";
import { checkServerIdentity } from "node:tls";
import { PostgresAdapter, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import pg from "pg";
import { type Host, isSocket, parseAddress } from "../../settings/postgres.ts";
import { StoreError } from "../judge.ts";
import { type OneOfSeveral, togetherMark } from "../query.ts";
import type { PostgresPlace } from "../store.ts";
import { isLost, judge } from "./judge.ts";
import { postgresWords } from "./words.ts";

/** Connections where no number is named. */
export const defaultConnections = 10;

/** Milliseconds. Every wait has an end: one that sleeps in a transaction must not keep others from what it holds. */
const patience = {
  connectionTimeoutMillis: 5000,
  lock_timeout: 20_000,
  statement_timeout: 60_000,
  idle_in_transaction_session_timeout: 20_000,
  query_timeout: 65_000,
};

/** Kysely's dialect, in this store's words. */
class NodePostgresDialect extends PostgresDialect {
  override createAdapter() {
    return Object.assign(new PostgresAdapter(), { words: postgresWords });
  }
}

/**
 * Kysely's PostgreSQL dialect over `pg`. Of several hosts it goes to one that takes writes; what is lost in the middle of a
 * statement is an error of that statement alone, and the next looks for a host again.
 *
 * @throws {SettingsError} where the address cannot work
 */
export function nodePostgresDialect(place: PostgresPlace): PostgresDialect {
  return new NodePostgresDialect({ pool: poolOf(place) });
}

function poolOf(place: PostgresPlace): PostgresPool {
  const { hosts, ...credentials } = parseAddress(place.url);
  let current = 0;
  /** Goes to the host whose turn it is. */
  class Client extends pg.Client {
    constructor(config: pg.ClientConfig) {
      const host = hosts[current] as Host;
      super({ ...config, ...host, ssl: tlsOf(place, host) });
    }
  }
  const options = {
    ...credentials,
    ...patience,
    max: place.connections ?? defaultConnections,
    application_name: "trust-center-server",
    keepAlive: true,
    types: { getTypeParser },
    // What is asked at once goes at once, and is answered in its order.
    pipeline: true,
    Client,
    verify: requireWrites,
  };
  const pool = new pg.Pool(options as unknown as pg.PoolConfig);
  // A connection may end at any time, idle or not: whoever asks next is told, or gets another.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));

  const connect = async (): Promise<pg.PoolClient> => {
    for (let tries = 1; ; tries++) {
      const tried = current;
      try {
        return await pool.connect();
      } catch (error) {
        if (pool.totalCount >= options.max) throw new StoreError("busy", { cause: error });
        if (current === tried) current = (tried + 1) % hosts.length;
        if (tries >= hosts.length) throw judge(error);
      }
    }
  };
  return { options: pool.options, connect: async () => inOwnWords(await connect()), end: () => pool.end() };
}

/** Only what goes through a socket of this machine, or was allowed in so many words, goes in the clear. */
function tlsOf({ tls = "required", certificates }: PostgresPlace, host: Host): pg.ClientConfig["ssl"] {
  if (tls === "none" || isSocket(host)) return false;
  return {
    rejectUnauthorized: true,
    ...(certificates !== undefined && { ca: certificates }),
    // The driver names no address that is a number: it would be compared with this machine's name.
    checkServerIdentity: (_name, certificate) => checkServerIdentity(host.host, certificate),
  };
}

/** Of a pair of servers, one that copies the other takes no writes. */
function requireWrites(client: pg.PoolClient, done: (error?: Error) => void): void {
  client
    .query<{ closed: boolean }>(
      "select pg_is_in_recovery() or cast(current_setting('default_transaction_read_only') as boolean) as closed",
    )
    .then(({ rows }) => done(rows[0]?.closed ? new StoreError("readonly") : undefined))
    .catch(done);
}

/** Type of 64-bit integers. The numbers of this service, times in milliseconds among them, are exact in JavaScript's. */
const int8 = 20;

const getTypeParser = ((type: number, format?: "text" | "binary") =>
  type === int8 && format !== "binary"
    ? Number
    : pg.types.getTypeParser(type, format as "text")) as pg.CustomTypesConfig["getTypeParser"];

/** A client whose failures are judged, and to which the values of a written statement are question marks. */
function inOwnWords(client: pg.PoolClient): PostgresPoolClient {
  let isOfUse = true;
  let beginning: Promise<unknown> | undefined;
  const socket = (client as unknown as { connection: { stream: Socket } }).connection.stream;
  const ask = async (work: () => Promise<unknown>) => {
    try {
      return await work();
    } catch (error) {
      const judged = judge(error);
      if (isLost(judged)) isOfUse = false;
      throw judged;
    }
  };
  /** Behind the beginning of its transaction, which goes with it: what fails there fails here. */
  const send = async (text: string, values?: readonly unknown[]) => {
    const [begun, answer] = [beginning, client.query(numbered(text), values as unknown[])];
    beginning = undefined;
    if (begun) socket.uncork();
    const [found] = await Promise.all([answer, begun]);
    return found;
  };
  const own = {
    query: (text: string, values: readonly unknown[]) => {
      if (text === "begin") {
        // Both go in one write.
        socket.cork();
        beginning = client.query(text);
        // Told by whoever comes next.
        beginning.catch(() => {});
        return Promise.resolve({ command: "BEGIN", rowCount: null, rows: [] });
      }
      if (text !== togetherMark) return ask(() => send(text, values));
      return ask(async () => {
        socket.cork();
        const asked = (values as readonly OneOfSeveral[]).map((one) => send(one.sql, one.values));
        socket.uncork();
        const rows = (await Promise.all(asked)).map((one) => one.rows);
        return { command: "SELECT", rowCount: rows.length, rows };
      });
    },
    release: (discard?: boolean | Error) => {
      if (beginning) socket.uncork();
      client.release(discard || !isOfUse);
    },
  };
  return own as unknown as PostgresPoolClient;
}

const numberedTexts = new Map<string, string>();

/** How many texts are remembered: what this service has written out is few and fixed. */
const keptTexts = 200;

/** A statement with its values as PostgreSQL numbers them. None of this service's has a question mark that is none. */
function numbered(text: string): string {
  if (!text.includes("?")) return text;
  const found = numberedTexts.get(text);
  if (found !== undefined) return found;
  let count = 0;
  const made = text.replaceAll("?", () => `$${++count}`);
  if (numberedTexts.size < keptTexts) numberedTexts.set(text, made);
  return made;
}
