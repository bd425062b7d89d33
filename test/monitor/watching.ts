import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Finding, ReportData } from "@trust-center/sdk";

const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
const ioCount = new URL("./io-count.ts", import.meta.url).href;

/** What was told, by the vendor's address. */
export type Told = Map<string, Set<string>>;

/** One run of the command. */
export interface Run {
  told: Told;
  /** Addresses whose report was printed. */
  reported: Set<string>;
  killed: boolean;
  /** Milliseconds from the start of the process. */
  took: number;
  /** Milliseconds until the first report was printed. */
  first: number;
  stderr: string;
}

/** The process that watches: the real command, with a list and a state in a folder. */
export class Watching {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(folder: string, vendors: readonly { address: string; pin?: string }[]): Promise<Watching> {
    const lines = vendors.map(({ address, pin = "" }) => `${address} ${pin}\n`);
    await writeFile(join(folder, "vendors.txt"), lines.join(""));
    return new Watching(folder);
  }

  /** Bytes that the last run wrote: into files and pipes. */
  async written(): Promise<number> {
    const text = await readFile(join(this.#folder, "io"), "utf8");
    return Number(/^wchar: (\d+)/m.exec(text)?.[1]);
  }

  get state(): string {
    return join(this.#folder, "vendors.txt.state.json");
  }

  /** One round. */
  async look(now: number, killAfter?: number): Promise<Run> {
    const began = performance.now();
    const words = [
      "watch",
      "vendors.txt",
      "--once",
      "--json",
      "--timeout",
      "PT3S",
      "--now",
      new Date(now).toISOString(),
    ];
    const child = spawn(process.execPath, ["--conditions=source", "--import", ioCount, main, ...words], {
      cwd: this.#folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, IO_COUNT: join(this.#folder, "io") },
    });
    const exited = once(child, "exit");
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    let stderr = "";
    child.stderr.on("data", (part) => {
      stderr += part;
    });
    const run: Run = { told: new Map(), reported: new Set(), killed: false, took: 0, first: 0, stderr: "" };
    for await (const line of linesOf(child.stdout)) {
      const { type, ...report } = JSON.parse(line) as ReportData & { type: string };
      if (type !== "report") continue;
      if (run.first === 0) run.first = performance.now() - began;
      run.reported.add(report.vendor.address);
      add(run.told, report.vendor.address, labelsOf(report));
    }
    const [, signal] = await exited;
    clearTimeout(timer);
    return { ...run, killed: signal === "SIGKILL", took: performance.now() - began, stderr };
  }
}

/** Whole lines: the last one of a process that was killed may be half of one. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let left = "";
  const decoder = new TextDecoder();
  for await (const part of stream) {
    const lines = (left + decoder.decode(part, { stream: true })).split("\n");
    left = lines.pop() ?? "";
    yield* lines;
  }
}

/** Adds what was told of a vendor to what was told before. */
export function add(told: Told, address: string, labels: Iterable<string>): void {
  const all = told.get(address) ?? new Set();
  for (const label of labels) all.add(label);
  told.set(address, all);
}

/** What a report tells, each finding in a word. That an entry is to come is part of the entry. */
function labelsOf({ findings }: ReportData): string[] {
  return findings
    .filter((one) => one.kind !== "planned" || !findings.some((other) => other.kind === "change"))
    .map(labelOf);
}

function labelOf(finding: Finding): string {
  switch (finding.kind) {
    case "change": {
      const { kind, mode } = finding.change;
      const said = ["announcement", "immediate"].includes(mode) || kind === "corrected" ? "" : `/${mode}`;
      return `change:${kind}${said}`;
    }
    case "fault":
      return `fault:${finding.fault}`;
    case "undeclared":
      return `undeclared:${finding.difference.kind}`;
    case "keys":
      return finding.all ? "keys:all" : "keys";
    case "stale":
    case "failure":
      return `${finding.kind}:${finding.reason ?? finding.code}`;
    default:
      return finding.kind;
  }
}
