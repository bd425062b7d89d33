import { relative, resolve } from "node:path";
import { recoverTree } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import type { Context } from "./context.ts";

export interface RecoverCommandOptions {
  from?: string;
  pin?: string;
  now?: string;
}

/** `trust-center recover` */
export async function recover(
  folder: string,
  options: RecoverCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const result = await recoverTree(resolve(io.cwd, folder), {
    now: nowFrom(io, options.now),
    from: options.from === undefined ? undefined : resolve(io.cwd, options.from),
    pin: options.pin,
    signal: io.signal,
  });
  reporter.data(result);
  const { say, paint } = reporter;
  for (const warning of result.warnings) reporter.complain(`${paint("yellow", "warning")}  ${warning}`);
  if (result.outcome === "unchanged") {
    say(paint("bold", `Nothing to recover: version ${result.version} is here, and nothing newer is there.`));
    return exitCodes.ok.code;
  }
  const from = result.before === undefined ? "nothing" : `version ${result.before}`;
  say(paint("bold", `Recovered: from ${from} to version ${result.version} (${result.written.length} files written).`));
  if (result.missing.length > 0) {
    reporter.complain(
      `${paint("yellow", "warning")}  Not available there: the list of version ${result.missing.join(", ")}.`,
    );
  }
  say(
    `Now compare trust-center.yaml with ${relative(io.cwd, result.out) || "."}/latest.json: the list may be older than`,
  );
  say("what was published. Then publish: the next version continues what your customers saw.");
  return exitCodes.ok.code;
}
