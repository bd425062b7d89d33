import { relative, resolve } from "node:path";
import { resolveText } from "@trust-center/feed";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { printReport } from "../output/report.ts";
import type { Reporter } from "../output/reporter.ts";
import { publishFolder } from "../publish/publish.ts";
import type { PublishResult } from "../publish/result.ts";
import type { Context } from "./context.ts";

export interface PublishCommandOptions {
  now?: string;
  dryRun?: boolean;
  forceRefresh?: boolean;
  passphraseEnv?: string;
}

/** `trust-center publish` */
export async function publish(
  folder: string,
  options: PublishCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const result = await publishFolder(resolve(io.cwd, folder), {
    now: nowFrom(io, options.now),
    dryRun: options.dryRun,
    forceRefresh: options.forceRefresh,
    keyPassphrase: passphraseFrom(io, options.passphraseEnv),
    env: io.env,
    signal: io.signal,
  });
  reporter.data(result);
  printReport({ ...result.report, errors: [] }, reporter, { gaps: false });
  for (const warning of result.warnings) reporter.complain(`${reporter.paint("yellow", "warning")}  ${warning}`);
  printResult(result, reporter, io.cwd);
  return exitCodes.ok.code;
}

function printResult(result: PublishResult, reporter: Reporter, cwd: string): void {
  const { say, paint } = reporter;
  say(paint("bold", headline(result)));
  for (const change of result.changes) {
    say(`  ${change.kind.padEnd(18)} ${resolveText(change.name, ["en"]).value || change.subject.id || "the list"}`);
    const objection = change.objection ? `, objections until ${change.objection.deadline}` : "";
    say(`${" ".repeat(21)}announced ${change.announced}, effective ${change.effective}${objection}`);
  }
  if (result.notice) {
    say();
    say(paint("bold", "Subscribers will be told:"));
    say(`  ${result.notice.subject}`);
    say(indent(result.notice.text));
  }
  say(`Files      ${relative(cwd, result.out) || "."}${result.dryRun ? "" : ` (${result.written.length} written)`}`);
  say(`Address    ${result.address}`);
  say(`Pin        ${result.pin}`);
  say(`Signed     until ${result.expires.timestamp}; sign anew before that day: trust-center refresh`);
  say();
  say("Put the folder on your web server at that address, and paste this into your page:");
  say(indent(result.tag));
}

function headline({ outcome, dryRun, version }: PublishResult): string {
  const would = dryRun ? "Dry run, nothing is written: " : "";
  if (outcome === "published") return `${would}Version ${version} ${dryRun ? "would be published" : "is published"}.`;
  if (outcome === "refreshed")
    return `${would}Nothing changed since version ${version}; its signatures ${dryRun ? "would be" : "were"} renewed.`;
  return `${would}Nothing changed since version ${version}, and its signatures are fresh.`;
}

const indent = (text: string) => text.replace(/^(?=.)/gm, "  ").trimEnd();
