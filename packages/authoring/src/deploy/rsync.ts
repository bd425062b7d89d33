import { spawn } from "node:child_process";
import { posix } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import { lastFiles } from "./steps.ts";

/** Seconds in which nothing may come before a transfer is given up. */
const silence = "60";

export interface Sending {
  out: string;
  /** The place that the site is served from, as rsync names it. */
  place: string;
  /** The path of the feed's address, with its slashes. */
  path: string;
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal | undefined;
}

/**
 * Sends a tree by rsync, in as many runs as there are steps. Nothing is deleted there: older versions answer which list
 * applied on a day.
 *
 * @throws {TrustCenterError} `network` where rsync is not there, or fails
 */
export async function sendByRsync({ out, place, path, ...running }: Sending): Promise<void> {
  const [base = ""] = [place.replace(/\/+$/, "")];
  const to = (inside: string) => `${base}${path}${inside}`;
  const common = ["--archive", "--checksum", "--mkpath", `--timeout=${silence}`];
  const excluded = lastFiles.map((name) => `--exclude=/${name}`);
  await run([...common, ...excluded, "--exclude=.*", "--", `${out}/`, to("")], running);
  for (const name of lastFiles) {
    const folder = posix.dirname(name);
    await run([...common, "--", `${out}/${name}`, to(folder === "." ? "" : `${folder}/`)], running);
  }
}

function run(words: readonly string[], { env, signal }: Pick<Sending, "env" | "signal">): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn("rsync", words, { env: env as NodeJS.ProcessEnv, signal, stdio: ["inherit", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  child.on("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") return reject(cause);
    const message =
      "Expected the program rsync (3.2.3 or newer) on this machine, found none. Install it, or name a folder with --to.";
    reject(new TrustCenterError("network", message, {}, { cause }));
  });
  child.on("close", (code) => {
    if (code === 0) return resolve();
    const message = `Expected rsync to send the files, found its exit code ${code}: ${said.trim() || "no words"}. What was published on this machine stands: run the same command again.`;
    reject(new TrustCenterError("network", message, { code }));
  });
  return promise;
}
