import { meaningOf } from "@trust-center/feed";
import type { FindingKind, ReportData } from "@trust-center/sdk";
import { exitCodes } from "../exit-codes.ts";

/** What counts as failed: kinds of finding, and the state that a window is open. */
export type FailOn = FindingKind | "open";

/** What a round may end with, the worst first. */
const problems = ["failed", "unwitnessed", "stale", "network"] as const;

const outcomes = ["unchanged", "new", "changed", "stale", "failed"] as const;

/** What a round came to. */
export class Tally {
  readonly counts: Record<(typeof outcomes)[number], number> = {
    unchanged: 0,
    new: 0,
    changed: 0,
    stale: 0,
    failed: 0,
  };
  readonly #failOn: ReadonlySet<FailOn>;
  readonly #problems = new Set<(typeof problems)[number]>();
  #news = false;
  #unreached = 0;

  /** @param failOn What counts as failed, beside `failure` and `undeclared`. */
  constructor(failOn: ReadonlySet<FailOn>) {
    this.#failOn = failOn;
  }

  add({ outcome, findings, open }: ReportData): void {
    if (this.#failOn.has("open") && open && open.windows.length > 0) this.#problems.add("failed");
    if (findings.some((finding) => "reason" in finding)) this.#unreached += 1;
    const news = findings.filter(({ kind }) => kind !== "failure" && kind !== "stale" && kind !== "undeclared");
    const isFalse = findings.some(({ kind }) => kind === "undeclared");
    if (outcome === "failed" || isFalse) this.counts.failed += 1;
    else if (outcome === "stale") this.counts.stale += 1;
    else if (news.length === 0) this.counts.unchanged += 1;
    else this.counts[news.some(({ kind }) => kind === "first-look") ? "new" : "changed"] += 1;
    if (news.length > 0) this.#news = true;
    for (const finding of findings) {
      if (finding.kind === "failure" || finding.kind === "stale") {
        const { exit } = meaningOf(finding.code);
        const isOther = exit === "network" || exit === "unwitnessed";
        this.#problems.add(isOther ? exit : finding.kind === "stale" ? "stale" : "failed");
      }
      if (finding.kind === "undeclared" || this.#failOn.has(finding.kind)) this.#problems.add("failed");
    }
  }

  /** `100 vendors: 97 unchanged, 2 changed, 1 failed` */
  get text(): string {
    const parts = outcomes.filter((name) => this.counts[name] > 0).map((name) => `${this.counts[name]} ${name}`);
    const all = outcomes.reduce((sum, name) => sum + this.counts[name], 0);
    return `${all} ${all === 1 ? "vendor" : "vendors"}: ${parts.join(", ")}`;
  }

  /** Whether not one of several vendors was reached: then it is this machine's network that is looked at first. */
  get isCutOff(): boolean {
    const all = outcomes.reduce((sum, name) => sum + this.counts[name], 0);
    return all > 1 && this.#unreached === all;
  }

  /** The worst of it. `telling`: news have a code of their own. */
  exitCode(telling: boolean): number {
    for (const name of problems) {
      if (this.#problems.has(name)) return exitCodes[name].code;
    }
    return telling && this.#news ? exitCodes.changed.code : exitCodes.ok.code;
  }
}
