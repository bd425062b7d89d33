import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { type Goal, verificationGoals, widgetGoals } from "./goals.ts";
import { goalsTable, sizesTable, verifierTables, widgetTable } from "./print.ts";
import { measureVerifier, type VerifierResults } from "./verifier.ts";
import { measureWidget, type WidgetResults } from "./widget.ts";

const usage = `pnpm bench [options]

Measures verification in Node and the widget in Chromium beside pages that verify nothing. It decides no test.

  --runs N        runs of which the medians are taken (5)
  --peers         also Tabulator, AG Grid Community and tuf-js, which npm installs into a temporary folder
  --only NAME     verification or widget
  --slower N      makes the browser's processor N times slower (1)
  --json          the result as JSON on stdout
  --help`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "5" },
    peers: { type: "boolean", default: false },
    only: { type: "string" },
    slower: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** What one call of the benchmark found. */
interface Report {
  date: string;
  machine: { cores: number; node: string; load: { before: number; after: number } };
  runs: number;
  slower: number;
  verification?: VerifierResults;
  widget?: WidgetResults;
  goals: Goal[];
}

function readNumber(name: "runs" | "slower"): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`Expected --${name} to be a whole number from 1 on, found ${values[name]}.`);
  }
  return value;
}

async function bench(): Promise<Report> {
  const { only, peers } = values;
  if (only !== undefined && only !== "verification" && only !== "widget") {
    throw new Error(`Expected --only verification or --only widget, found ${only}.`);
  }
  const [runs, slower] = [readNumber("runs"), readNumber("slower")];
  const before = loadavg()[0] ?? 0;
  const say = (text: string) => console.error(text);
  const verification = only === "widget" ? undefined : await measureVerifier(runs, peers);
  const widget = only === "verification" ? undefined : await measureWidget({ runs, peers, slower, say });
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: { cores: availableParallelism(), node: process.version, load: { before, after: loadavg()[0] ?? 0 } },
    runs,
    slower,
    ...(verification && { verification }),
    ...(widget && { widget }),
    goals: [...(verification ? verificationGoals(verification.lists) : []), ...(widget ? widgetGoals(widget) : [])],
  };
}

function print({ machine, runs, slower, verification, widget, goals }: Report): void {
  const { load, cores, node } = machine;
  const versions = Object.entries({ ...verification?.versions, ...widget?.versions }).map((peer) => peer.join(" "));
  const names = [`${cores} cores`, `Node ${node.slice(1)}`, widget?.chromium, ...versions].filter(Boolean);
  console.log(`${names.join(", ")}; medians of ${runs}${slower > 1 ? `; processor ${slower} times slower` : ""}`);
  console.log(`Load before ${load.before.toFixed(1)}, after ${load.after.toFixed(1)}. Only ratios travel.`);
  if (verification) console.log(`\n${verifierTables(verification).join("\n\n")}`);
  if (widget) console.log(`\n${widgetTable(widget)}\n\n${sizesTable(widget)}`);
  console.log(`\n${goalsTable(goals)}`);
}

if (values.help) {
  console.log(usage);
} else {
  const report = await bench();
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
}
