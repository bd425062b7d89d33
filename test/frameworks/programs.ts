import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Debian's, which is not in the PATH of every user. */
const nginx = "/usr/sbin/nginx";

export const hasNginx = (): boolean => existsSync(nginx);

/** A program that serves a page until it is stopped. */
export interface Serving {
  stop(): Promise<void>;
}

/** Serves a folder by its `nginx.conf`, with nothing changed in it but port and root. */
export async function startNginx(folder: string, port: number): Promise<Serving> {
  const written = await readFile(join(folder, "nginx.conf"), "utf8");
  const server = written.replace("listen 80;", `listen 127.0.0.1:${port};`).replace(/root [^;]+;/, `root ${folder};`);
  const run = join(folder, ".nginx");
  await mkdir(run);
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${run};`);
  // Started by root it would read files as another user, who may not see this folder.
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const lines = [
    `${user} daemon off; worker_processes 1; pid ${run}/pid; error_log stderr; events {}`,
    `http { include /etc/nginx/mime.types; access_log off; ${kept.join(" ")}`,
    server,
    "}",
  ];
  const file = join(run, "nginx.conf");
  await writeFile(file, lines.join("\n"));
  return started(spawn(nginx, ["-c", file, "-e", "stderr"], { stdio: ["ignore", "ignore", "inherit"] }), port);
}

/** Runs the server that an example brings. */
export const startServer = (folder: string, command: readonly string[], port: number): Promise<Serving> =>
  started(
    spawn(process.execPath, [...command, String(port)], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
    }),
    port,
  );

async function started(child: ChildProcess, port: number): Promise<Serving> {
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`http://localhost:${port}/`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    await answer?.body?.cancel();
    if (answer?.ok) {
      return {
        stop: async () => {
          child.kill("SIGTERM");
          await ended;
        },
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill("SIGKILL");
  throw new Error(`Expected ${child.spawnfile} to answer on port ${port} within 30 s, found that it does not.`);
}
