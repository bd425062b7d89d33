import { differencesBetween } from "@trust-center/feed";
import { exitCodes } from "../exit-codes.ts";
import { diffLines, diffMarkdown, readerOfBoth } from "../history/diff-words.ts";
import { orRefused } from "../history/refused.ts";
import { createSideReader, type Side, type SideOptions } from "../history/side.ts";
import type { Context } from "./context.ts";

export interface DiffOptions extends SideOptions {
  markdown?: boolean;
  exitCode?: boolean;
}

/** `trust-center diff` */
export function diff(a: string, b: string, options: DiffOptions, { io, reporter }: Context): Promise<number> {
  return orRefused(reporter, async () => {
    const read = createSideReader(io, options);
    const [before, after] = [await read(a), await read(b)];
    const differences = differencesBetween(before.content, after.content);
    const reader = readerOfBoth(before, after);
    reporter.data({ before: facts(before), after: facts(after), differences });
    if (options.markdown) {
      for (const line of diffMarkdown([before.label, after.label], differences, reader)) reporter.say(line);
    } else {
      reporter.say(reporter.paint("bold", `${before.label} → ${after.label}`));
      for (const side of [before, after])
        if (doubts[side.trust]) reporter.complain(`${side.label}: ${doubts[side.trust]}`);
      for (const line of diffLines(differences, reader)) reporter.say(line);
    }
    if ([before, after].some(({ trust }) => trust === "stale")) return exitCodes.stale.code;
    return options.exitCode && differences.length > 0 ? exitCodes.failed.code : exitCodes.ok.code;
  });
}

const facts = ({ label, trust, version }: Side) => ({ label, trust, ...(version !== undefined && { version }) });

/** What keeps a list from being taken as the vendor's. */
const doubts: Partial<Record<Side["trust"], string>> = {
  "first-seen": "first seen: no pin was given, so nothing says whose list it is.",
  stale: "stale: the newest could not be fetched.",
  unverified: "not verified: a file alone is not signed.",
};
