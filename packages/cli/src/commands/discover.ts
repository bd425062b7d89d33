import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { locateTree, UsageError } from "@trust-center/authoring";
import { recordName, recordText, securityTxtLine, securityTxtPath } from "@trust-center/sdk/discovery";
import { exitCodes } from "../exit-codes.ts";
import { openCenter, verifyOptions } from "../history/open.ts";
import { orRefused } from "../history/refused.ts";
import type { Reporter } from "../output/reporter.ts";
import { movedSteps } from "../verify/feed.ts";
import { note, passed, type Step } from "../verify/outcome.ts";
import { printSteps } from "../verify/print.ts";
import { contradiction, crossCheck, sourceSteps } from "../watch/cross-check.ts";
import type { Context } from "./context.ts";

export interface DiscoverOptions {
  pin?: string;
  records?: boolean;
  now?: string;
}

/** `trust-center discover` */
export function discover(target: string, options: DiscoverOptions, { io, reporter }: Context): Promise<number> {
  return orRefused(reporter, async () => {
    const isFolder = (await stat(resolve(io.cwd, target)).catch(() => undefined))?.isDirectory() ?? false;
    if (isFolder && !options.records)
      throw new UsageError("Expected --records for a folder: only an address is asked about.");
    // What a folder states is its vendor's own: nothing has to be fetched to write the records.
    if (isFolder) return printRecords(await locateTree(resolve(io.cwd, target)), reporter);
    const center = await openCenter(target, io, options);
    if (options.records) return printRecords(center, reporter);
    const { address, pin, trust, feed, head } = center;
    const { successor } = head.root;
    const checks = await crossCheck(center, io, { now: verifyOptions(io, options).now });
    const steps: Step[] = [
      passed(`Feed: ${address}, version ${feed.version} of ${feed.published}`),
      trust === "verified"
        ? passed(`Pin: ${pin}, the one given`)
        : note(`Pin: ${pin}, first seen here. Compare it with one that the vendor gave you otherwise`),
      ...movedSteps(center),
      ...sourceSteps(checks),
    ];
    reporter.data({ address, pin, trust, version: feed.version, ...(successor && { successor }), sources: checks });
    printSteps(steps, reporter);
    return contradiction(address, checks) ? exitCodes.failed.code : exitCodes.ok.code;
  });
}

function printRecords({ address, pin }: { address: string; pin: string }, { say, data }: Reporter): number {
  const statement = { feed: address, pin };
  const { hostname, origin } = new URL(statement.feed);
  const record = { name: recordName(hostname), type: "TXT", value: recordText(statement) };
  const line = securityTxtLine(statement);
  data({ ...statement, dns: record, securityTxt: { address: new URL(securityTxtPath, origin).href, line } });
  say("DNS, a TXT record:");
  say(`  ${record.name}.  IN TXT  "${record.value}"`);
  say();
  say(`${new URL(securityTxtPath, origin).href}, a line more:`);
  say(`  ${line}`);
  return exitCodes.ok.code;
}
