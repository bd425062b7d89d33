import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import type { Outcome } from "./stages.ts";

/** An error as vitest hands it on. */
export interface Thrown {
  name?: string;
  message?: string;
  cause?: unknown;
}

/** Where vitest runs this reporter, the file that it writes an `Outcome` to. */
export const tallyFile = "TALLY_FILE";

/** What of a counterexample is shown, in characters: with the seed it is made again. */
const shown = 300;

/** A vitest reporter for the end of `pnpm test`: how many passed, and what failed and why, in a line each. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const failures = [
      ...modules.flatMap(failuresOf),
      // Of no test: a rejection after its end, a worker that died.
      ...unhandled.map((error) => `${fileOf(String(error.VITEST_TEST_PATH ?? "."))}: ${reason(error)}`),
    ];
    const passed = modules.reduce((sum, { children }) => sum + [...children.allTests("passed")].length, 0);
    const outcome: Outcome = { passed, failed: failures.length, failures };
    writeFileSync(String(process.env[tallyFile]), JSON.stringify(outcome));
  }
}

function failuresOf(module: TestModule): string[] {
  const file = fileOf(module.moduleId);
  const tests = [...module.children.allTests("failed")];
  if (tests.length > 0) return tests.map((test) => `${file} > ${test.fullName}: ${reason(test.result().errors?.[0])}`);
  if (module.ok() && module.state() !== "pending" && module.state() !== "queued") return [];
  // A file can fail before its first test, and after its last.
  const [error] = [module, ...module.children.allSuites()].flatMap((part) => part.errors());
  return [`${file}: ${reason(error)}`];
}

const fileOf = (path: string) => relative(process.cwd(), path) || ".";

/**
 * Why a test failed, in one line: what was thrown, and what that came of. Of a property of fast-check also what it takes to
 * see it again: its seed, its path, and the shortest counterexample.
 */
export function reason(error: Thrown | undefined): string {
  if (error === undefined) return "no error was said";
  const origin = originOf(error);
  return [
    said(error),
    ...property(error.message ?? ""),
    ...(origin === error ? [] : [`caused by ${said(origin)}`]),
  ].join("; ");
}

const said = ({ name = "Error", message = "" }: Thrown) => `${name}: ${message.split("\n", 1)[0]}`;

/** The last of a chain of causes. Nobody promises that a chain ends: it is followed ten steps. */
function originOf(error: Thrown): Thrown {
  let origin = error;
  for (let step = 0; step < 10 && typeof origin.cause === "object" && origin.cause !== null; step += 1) {
    origin = origin.cause;
  }
  return origin;
}

function property(message: string): string[] {
  const run = /^\{ (seed: .*?)(?:, endOnFailure: \w+)? \}$/m.exec(message)?.[1];
  if (run === undefined) return [];
  const found = /^Counterexample: ([\s\S]*?)(?=\nShrunk \d+ time|$(?![\s\S]))/m
    .exec(message)?.[1]
    ?.replace(/\s+/g, " ");
  if (found === undefined) return [run];
  return [run, `counterexample ${found.length > shown ? `${found.slice(0, shown)}…` : found}`];
}
