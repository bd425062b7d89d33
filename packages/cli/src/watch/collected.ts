import { type Finding, type Report, urgency } from "@trust-center/sdk";
import type { Reporter } from "../output/reporter.ts";
import { reportLines } from "./words.ts";

interface Block {
  lines: string[];
  urgency: number;
  /** The nearest deadline that is told. */
  deadline: string;
  handled: Report["handled"];
}

/**
 * Reports of one round that are printed together: what has a deadline first, the nearest at the top, then what is wrong,
 * then news. What is in it counts as told once it is printed, and not before.
 */
export class Collected {
  readonly #blocks: Block[] = [];

  add(report: Report, reporter: Reporter): void {
    const { findings, handled } = report;
    this.#blocks.push({
      lines: reportLines(report, reporter),
      urgency: Math.min(Number.POSITIVE_INFINITY, ...findings.map(urgency)),
      deadline: nearestDeadline(findings),
      handled,
    });
  }

  /** Prints all of it, and remembers that it was. */
  async print({ tell }: Reporter): Promise<void> {
    const blocks = this.#blocks.splice(0);
    const byDeadline = (a: Block, b: Block) => (a.deadline === b.deadline ? 0 : a.deadline < b.deadline ? -1 : 1);
    for (const { lines } of [...blocks].sort((a, b) => a.urgency - b.urgency || byDeadline(a, b))) {
      for (const line of lines) tell(line);
    }
    await Promise.all(blocks.map(({ handled }) => handled()));
  }
}

const nearestDeadline = (findings: readonly Finding[]): string =>
  findings.flatMap((finding) => (finding.kind === "deadline" ? [finding.deadline] : [])).sort()[0] ?? "";
