import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface RunningProcess {
  /** Where it listens; rejects with its exit code where it ends first. */
  listening: Promise<string>;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  output(): { stdout: string; stderr: string };
  kill(signal: NodeJS.Signals): void;
}

/** Runs the program as its users do. */
export function runMain(args: readonly string[], env: Record<string, string> = {}): RunningProcess {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ["--conditions=source", main, ...args], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  const listening = new Promise<string>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      stdout += chunk;
      const found = /^Listening on (\S+)$/m.exec(stdout)?.[1];
      if (found) resolve(found);
    });
    void ended.then(({ code }) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  listening.catch(() => {});
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return { listening, ended, output: () => ({ stdout, stderr }), kill: (signal) => void child.kill(signal) };
}
