/** What was found of one thing that the service needs. */
export interface Finding {
  /** What was looked at. */
  what: string;
  /** `mind`: it works, or may; somebody should look. */
  state: "holds" | "mind" | "fails";
  found: string;
  /** What to do about it. */
  mend?: string;
}

type Result = Omit<Finding, "what">;

export const holds = (found: string): Result => ({ state: "holds", found });
export const mind = (found: string, mend: string): Result => ({ state: "mind", found, mend });
export const fails = (found: string, mend: string): Result => ({ state: "fails", found, mend });

const marks = { holds: "✓", mind: "!", fails: "✗" } as const;

/** Findings as lines for people, what to do below each. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.map(({ what, state, found, mend }) => {
    const below = mend === undefined ? "" : `\n    ${mend}`;
    return `${marks[state]} ${what}: ${found}${below}\n`;
  });
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  return `${lines.join("")}\n${count("holds")} hold, ${count("mind")} to look at, ${count("fails")} to mend.\n`;
}
