import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs pnpm in a folder: as it runs this program, or from the registry. */
export function pnpm(cwd: string, ...values: string[]): Promise<{ stdout: string; stderr: string }> {
  const path = process.env.npm_execpath ?? "";
  const options = { cwd, maxBuffer: 64 * 1024 * 1024 };
  if (!/pnpm/.test(path)) return run("npx", ["-y", "pnpm@12", ...values], options);
  return /\.[cm]?js$/.test(path) ? run(process.execPath, [path, ...values], options) : run(path, values, options);
}
