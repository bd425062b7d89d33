import { type Root, roleNames } from "@trust-center/feed";

/** What changes from one root to the next, a line each: what a key holder reads before signing. */
export function rootDifferences(before: Root | undefined, after: Root): string[] {
  const lines = roleNames.flatMap((name) => {
    const [was, is] = [before?.roles[name], after.roles[name]];
    const added = is.kids.filter((kid) => !was?.kids.includes(kid)).map((kid) => `+ ${name}: key ${kid}`);
    const removed = (was?.kids ?? []).filter((kid) => !is.kids.includes(kid)).map((kid) => `- ${name}: key ${kid}`);
    const threshold =
      was?.threshold === is.threshold
        ? []
        : [`  ${name}: ${was?.threshold ?? "no"} → ${is.threshold} of ${is.kids.length} keys`];
    return [...added, ...removed, ...threshold];
  });
  if (JSON.stringify(before?.successor) !== JSON.stringify(after.successor)) {
    const { successor } = after;
    lines.push(successor ? `  The feed moves to ${successor.feed} (${successor.pin})` : "  The feed moves no more");
  }
  lines.push(`  It expires on ${after.expires}${before ? ` (the one before on ${before.expires})` : ""}`);
  return lines;
}

/** Who signs what under a root, a line for each role. */
export const rootLines = ({ roles }: Root): string[] =>
  roleNames.map((name) => {
    const { threshold, kids } = roles[name];
    return `${name.padEnd(10)} ${threshold} of ${kids.length}   ${kids.join(", ")}`;
  });
