import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import { proveChange, publicSince } from "@trust-center/sdk";
import { exitCodes } from "../exit-codes.ts";
import { openCenter, type PastOptions } from "../history/open.ts";
import { orRefused } from "../history/refused.ts";
import { timesText } from "../output/times-words.ts";
import { type DatingFlags, datingFrom, namesAnybody } from "../verify/witnesses.ts";
import type { Context } from "./context.ts";

export interface ProveOptions extends PastOptions, DatingFlags {
  out?: string;
}

/** `trust-center prove` */
export function prove(id: string, target: string, options: ProveOptions, { io, reporter }: Context): Promise<number> {
  return orRefused(reporter, async () => {
    const dating = await datingFrom(options, io.cwd);
    const center = await openCenter(target, io, options);
    const proof = await proveChange(center, id);
    const change = center.history?.find((entry) => entry.change.id === id)?.change;
    if (!change) throw new TrustCenterError("not-covered", `Expected the change ${id} in the history, found none.`);
    const since = await publicSince(center, id, dating);
    if (options.out !== undefined) await writeFile(resolve(io.cwd, options.out), proof);
    reporter.data({
      address: center.address,
      change: id,
      announced: change.announced,
      ...(since && { public: since }),
      ...(options.out === undefined ? { proof } : { saved: options.out }),
    });
    if (options.out === undefined) {
      for (const line of proof.trimEnd().split("\n")) reporter.say(line);
    } else {
      reporter.say(timesText("Announced", change.announced, since, namesAnybody(dating)));
      reporter.say(
        `The proof is in ${options.out}. It is verified offline, under a policy with the log's key: trust-center verify ${options.out} --policy FILE`,
      );
    }
    return center.freshness === "stale" ? exitCodes.stale.code : exitCodes.ok.code;
  });
}
