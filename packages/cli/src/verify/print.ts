import { meaningOf } from "@trust-center/feed";
import { exitCodes } from "../exit-codes.ts";
import type { Reporter } from "../output/reporter.ts";
import type { Step, VerifyOutcome } from "./outcome.ts";

const marks = {
  passed: ["green", "✓"],
  failed: ["red", "✗"],
  note: ["yellow", "–"],
  warning: ["yellow", "!"],
} as const;

/** Prints what was looked at, a line each. */
export function printSteps(steps: readonly Step[], { paint, say, complain }: Reporter): void {
  for (const { result, text } of steps) {
    const [style, mark] = marks[result];
    (result === "failed" || result === "warning" ? complain : say)(`${paint(style, mark)} ${text}`);
  }
}

/** Prints each step, and what it came to. */
export function printOutcome(outcome: VerifyOutcome, reporter: Reporter): void {
  const { paint } = reporter;
  printSteps(outcome.steps, reporter);
  reporter.say();
  reporter.say(paint("bold", verdicts[outcome.trust](outcome)));
}

const verdicts: Record<VerifyOutcome["trust"], (outcome: VerifyOutcome) => string> = {
  verified: (outcome) => `Verified: ${subjectOf(outcome)}`,
  "first-seen": (outcome) =>
    `First seen: ${subjectOf(outcome)} agrees with itself; without a pin nothing says whose it is.`,
  stale: ({ address }) => `Stale: nobody vouches that this is the newest list of ${address}`,
  failed: ({ address, problem }) =>
    problem?.code === "unwitnessed" ? `Not witnessed as asked for: ${address}` : `Not verified: ${address}`,
};

/** A receipt of a step is of no version. */
const subjectOf = ({ address, version }: VerifyOutcome) =>
  version === undefined ? `a receipt by ${address}` : `version ${version} of ${address}`;

/** The exit code of what verifying came to. */
export function exitCodeFor({ trust, problem }: VerifyOutcome): number {
  if (trust === "verified" || trust === "first-seen") return exitCodes.ok.code;
  if (trust === "stale") return exitCodes.stale.code;
  // A wrong setting and an attack look alike to whoever verifies: the feed did not verify.
  const exit = problem && meaningOf(problem.code).exit;
  return exit === "network" || exit === "unwitnessed" ? exitCodes[exit].code : exitCodes.failed.code;
}
