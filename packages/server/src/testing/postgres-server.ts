import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@trust-center/sdk/testing";
import pg from "pg";

/** Debian's package. */
export const postgresPackage = "postgresql";

/** Where it puts its versions. */
export const postgresVersions = "/usr/lib/postgresql";

/** The folder of the newest PostgreSQL's programs; undefined where there is none. */
export function findPostgres(): string | undefined {
  const found = existsSync(postgresVersions) ? readdirSync(postgresVersions) : [];
  const [newest] = found.sort((one, other) => Number(other) - Number(one));
  return newest === undefined ? undefined : join(postgresVersions, newest, "bin");
}

/** A PostgreSQL server of one's own, on a free port of this machine. */
export interface PostgresServer {
  port: number;
  /** Of its first process, whose children the others are. */
  readonly pid: number;
  /** The address of one of its databases. */
  url(name: string): string;
  /** Ends it as a crash would. */
  crash(): Promise<void>;
  /** Starts it on the same data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Whether commits wait for the disk. Only a machine that stops can tell. */
  durable: boolean;
  /** More of its settings, as `name=value`. */
  settings?: readonly string[];
}

/** Makes a server in a temporary folder and starts it. PostgreSQL refuses to run as root: then it runs as its own user. */
export async function startPostgres({ durable, settings = [] }: PostgresOptions): Promise<PostgresServer> {
  const programs = findPostgres();
  if (!programs)
    throw new Error(`Expected PostgreSQL in ${postgresVersions}. On Debian: apt-get install ${postgresPackage}`);
  const folder = await mkdtemp(join(tmpdir(), "trust-center-postgres-"));
  const as = ownUser(folder);
  const data = join(folder, "data");
  const run = (program: string, ...args: string[]): [string, string[]] => {
    const [first = "", ...rest] = [...as, join(programs, program), ...args];
    return [first, rest];
  };
  execFileSync(
    ...run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"),
    {
      stdio: "pipe",
    },
  );
  const port = await freePort();
  const given = [
    ...["listen_addresses=127.0.0.1", `port=${port}`, `unix_socket_directories=${folder}`, "max_connections=100"],
    ...(durable ? [] : ["fsync=off", "full_page_writes=off"]),
    ...settings,
  ].flatMap((one) => ["-c", one]);
  let child: ChildProcess;
  const start = async () => {
    child = spawn(...run("postgres", "-D", data, ...given), { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said = `${said}${chunk}`.slice(-2000);
    });
    await untilReady(url("postgres"), () => said);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  };
  const url = (name: string) => `postgres://postgres@127.0.0.1:${port}/${name}`;
  await start();
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    url,
    // What `pg_ctl stop -m immediate` does.
    crash: () => end("SIGQUIT"),
    start,
    stop: async () => {
      await end("SIGQUIT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a command begins with to run as another than root, to whom the folder is given. */
function ownUser(folder: string): string[] {
  if (process.getuid?.() !== 0) return [];
  const number = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const [user, group] = [number("-u"), number("-g")];
  chownSync(folder, user, group);
  return ["setpriv", `--reuid=${user}`, `--regid=${group}`, "--clear-groups"];
}

async function untilReady(url: string, said: () => string): Promise<void> {
  const end = Date.now() + 100_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (Date.now() > end) throw new Error(`PostgreSQL did not start: ${said()}`, { cause });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}
