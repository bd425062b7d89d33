import { relative } from "node:path";
import { type RootResult, rootLines } from "@trust-center/authoring";
import type { Gathered } from "@trust-center/feed";
import type { Context } from "../context.ts";

/** Says what became of a change of the root, and what is to be done next. */
export function printRootResult(result: RootResult, { io, reporter }: Context): void {
  reporter.data(result);
  const { say, paint } = reporter;
  const { root, proposal } = result;
  if (proposal !== undefined) {
    const path = relative(io.cwd, proposal) || proposal;
    say(paint("bold", `Root ${root.version} is proposed in ${path}; nothing is published yet.`));
    for (const one of result.gathered) say(`  ${gatheredText(one)}`);
    say("Next:");
    say(`  1. Carry the file to the holders of the keys. Each runs: trust-center keys sign ${path} --key <file>`);
    say(`  2. Bring it back, and run: trust-center keys apply ${path}`);
    return;
  }
  const isFirst = root.version === 1;
  if (isFirst) say(paint("bold", "Root 1 is made; the first publish keeps it."));
  else say(paint("bold", `Root ${root.version} is published: upload the folder, head.json last.`));
  for (const line of rootLines(root)) say(`  ${line}`);
  say(`  expires    ${root.expires}`);
  say(`The pin ${isFirst ? "is" : "stays"} ${result.pin}`);
}

export function gatheredText({ by, threshold, kids, signed }: Gathered): string {
  const whose = by === "previous" ? "keys of the root before" : "keys of the proposed root";
  const missing = kids.filter((kid) => !signed.includes(kid));
  const done = signed.length >= threshold;
  return `${done ? "✓" : "–"} ${signed.length} of ${threshold} ${whose} have signed${done ? "" : `; it takes one of ${missing.join(", ")}`}`;
}
