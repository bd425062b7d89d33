import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type Ran, run } from "./process.ts";

/** What a stage found. */
export interface Outcome {
  passed: number;
  failed: number;
  /** What failed, by name: said once more at the end, where it is looked for. */
  failures: readonly string[];
}

/** One part of `pnpm test`. */
export interface Stage {
  name: string;
  what: string;
  run(folder: string): Promise<Outcome>;
}

/** A tool that has one answer: it counts as one test. */
const tool = (name: string, what: string, ...command: [string, ...string[]]): Stage => ({
  name,
  what,
  run: async () => oneOf(await run(command), name),
});

/** A vitest project: counted from its own report. */
const vitest = (name: string, what: string): Stage => ({
  name,
  what,
  run: async (folder) => {
    const report = join(folder, `${name}.json`);
    const ran = await run([
      "vitest",
      "run",
      "--project",
      name,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ]);
    return readReport(report, ran);
  },
});

/** Everything that `pnpm test` does, in this order: what is quick to fail comes first. */
export const stages: readonly Stage[] = [
  tool("lint", "style, and the arrows between packages", "biome", "check", "."),
  tool("types", "TypeScript, strict, in every folder", "node", "--conditions=source", "test/run/types.ts"),
  vitest("unit", "what stands beside the code"),
  vitest("postgres", "the service once more, on PostgreSQL"),
  vitest("conformance", "public vectors, attacks, real lists, sizes"),
  {
    name: "browser",
    what: "the widget in Chromium, Firefox and WebKit",
    run: async () => {
      const ran = await run(["node", "--conditions=source", "test/run/browser.ts"]);
      const counted = /\{"passed":.*\}\s*$/.exec(ran.output)?.[0] ?? '{"passed":0,"failed":1,"failures":["no report"]}';
      return atLeastOne(JSON.parse(counted), ran);
    },
  },
  vitest("e2e", "from the page to the mail and back, in three engines"),
  vitest("packaging", "packages as they are published, and byte budgets"),
  vitest("docs", "API pages, schema, links and examples"),
];

const oneOf = ({ code }: Ran, name: string): Outcome =>
  code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [name] };

/** A vitest report, of which this is read. */
interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: readonly { name: string; status: string; assertionResults: readonly Assertion[] }[];
}

interface Assertion {
  fullName: string;
  status: string;
  failureMessages: readonly string[];
}

async function readReport(path: string, ran: Ran): Promise<Outcome> {
  try {
    const report: Report = JSON.parse(await readFile(path, "utf8"));
    const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
      const tests = assertionResults.filter((test) => test.status === "failed");
      const file = relative(process.cwd(), name);
      // A file can fail before its first test, and after its last.
      if (tests.length === 0) return status === "failed" ? [file] : [];
      return tests.map(({ fullName, failureMessages: [why = ""] }) => `${file} > ${fullName}: ${firstLine(why)}`);
    });
    return atLeastOne({ passed: report.numPassedTests, failed: report.numFailedTests, failures }, ran);
  } catch {
    return { passed: 0, failed: 1, failures: ["no report"] };
  }
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";

/** A stage that ran nothing, or ended badly without a failing test, has failed. */
function atLeastOne(outcome: Outcome, { code, output }: Ran): Outcome {
  const silent = outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
  if (!silent) return outcome;
  const why = [`exit code ${code}`, ...uncaught(stripVTControlCharacters(output))].join(": ");
  return { ...outcome, failed: 1, failures: [...outcome.failures, why] };
}

/** Errors that belong to no test, each with the file that vitest says it came from. */
const uncaught = (output: string): string[] =>
  [...output.matchAll(/Unhandled (?:Rejection|Error)\b.*\n+(.+)(?:[\s\S]*?originated in "(.+?)")?/g)].map(
    ([, error, file]) => (file ? `${error} (${file})` : String(error)),
  );
