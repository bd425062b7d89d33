import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ran, run } from "./process.ts";
import { tallyFile } from "./tally.ts";

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

const tallyReporter = fileURLToPath(new URL("tally.ts", import.meta.url));

/** A vitest project: counted by a reporter of this folder. */
const vitest = (name: string, what: string): Stage => ({
  name,
  what,
  run: async (folder) => {
    const file = join(folder, `${name}.json`);
    process.env[tallyFile] = file;
    const ran = await run(["vitest", "run", "--project", name, "--reporter=default", `--reporter=${tallyReporter}`]);
    return readTally(file, ran);
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

async function readTally(path: string, ran: Ran): Promise<Outcome> {
  try {
    return atLeastOne(JSON.parse(await readFile(path, "utf8")), ran);
  } catch {
    return { passed: 0, failed: 1, failures: [`no report; exit code ${ran.code}`] };
  }
}

/** A stage that ran nothing, or ended badly without a failing test, has failed. */
function atLeastOne(outcome: Outcome, { code }: Ran): Outcome {
  const silent = outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
  return silent ? { ...outcome, failed: 1, failures: [...outcome.failures, `exit code ${code}`] } : outcome;
}
