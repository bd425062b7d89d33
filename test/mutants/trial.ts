import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/** What tests came to: `broken` where they could not run at all. */
export type Outcome = "passed" | "failed" | "endless" | "broken";

/** Runs tests in a folder, until the first that fails. */
export async function runTests(folder: string, tests: readonly string[], seconds: number): Promise<Outcome> {
  const report = join(folder, "mutants.json");
  await rm(report, { force: true });
  const code = await vitest(folder, [...tests, "--bail=1", "--reporter=json", `--outputFile=${report}`], seconds);
  if (code === undefined) return "endless";
  try {
    const { numFailedTests, numPassedTests } = JSON.parse(await readFile(report, "utf8"));
    if (numFailedTests > 0) return "failed";
    return code === 0 && numPassedTests > 0 ? "passed" : "broken";
  } catch {
    return "broken";
  }
}

const signals = ["SIGINT", "SIGTERM"] as const;

/** Its exit code; undefined where the time was up. */
function vitest(folder: string, values: string[], seconds: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that its workers end with it.
    const child = spawn("vitest", ["run", ...values], { cwd: folder, stdio: "ignore", detached: true });
    const end = () => child.pid !== undefined && process.kill(-child.pid, "SIGKILL");
    const timer = setTimeout(() => {
      resolve(undefined);
      end();
    }, seconds * 1000);
    const interrupted = () => {
      end();
      reject(new Error("Interrupted."));
    };
    for (const signal of signals) process.once(signal, interrupted);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, interrupted);
      resolve(code ?? 1);
    });
  });
}
