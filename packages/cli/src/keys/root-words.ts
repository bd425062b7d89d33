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
  if (after.successor && JSON.stringify(before?.successor) !== JSON.stringify(after.successor)) {
    lines.push(`  The feed moves to ${after.successor.feed} (${after.successor.pin})`);
  }
  lines.push(`  It expires on ${after.expires}${before ? ` (the one before on ${before.expires})` : ""}`);
  return lines;
}
