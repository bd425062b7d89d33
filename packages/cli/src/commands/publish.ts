import { relative, resolve } from "node:path";
import { CheckError, checkFolder, type PublishResult, publishFolder } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { printReport } from "../output/report.ts";
import type { Reporter } from "../output/reporter.ts";
import { confirmed } from "./confirmed.ts";
import type { Context } from "./context.ts";
import { sayPrerendered, writePrerendered } from "./prerendered.ts";
import { saySent, sendTo, targetsFrom } from "./send.ts";

export interface PublishCommandOptions {
  now?: string;
  dryRun?: boolean;
  forceRefresh?: boolean;
  offline?: boolean;
  passphraseEnv?: string;
  /** Codes of what may be unusual, separated by commas; or `all`. */
  accept?: string;
  yes?: boolean;
  failOnWarning?: boolean;
  /** A file for the tag with the list in it. */
  prerender?: string;
  /** Where the files are sent. */
  to?: string[];
}

/** `trust-center publish` */
export async function publish(
  folder: string,
  options: PublishCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const path = resolve(io.cwd, folder);
  const targets = targetsFrom(options.to, io);
  const now = nowFrom(io, options.now);
  if (options.failOnWarning) await refuseWarnings(path, now);
  const result = await publishFolder(path, {
    now,
    dryRun: options.dryRun,
    forceRefresh: options.forceRefresh,
    online: !options.offline,
    askWitnesses: !options.offline,
    keyPassphrase: passphraseFrom(io, options.passphraseEnv),
    env: io.env,
    signal: io.signal,
    confirm: (doubts) => confirmed(doubts, options, { io, reporter }),
  });
  const { prerender: file } = options;
  const inPage =
    file && !result.dryRun
      ? await writePrerendered(resolve(io.cwd, file), result, { now, signal: io.signal })
      : undefined;
  printReport({ ...result.report, errors: [] }, reporter, "none");
  for (const warning of result.warnings) reporter.complain(`${reporter.paint("yellow", "warning")}  ${warning}`);
  printResult(result, reporter, { cwd: io.cwd, isSent: targets.length > 0 });
  if (inPage) sayPrerendered(inPage, reporter);
  const sent = result.dryRun ? [] : await sendTo(targets, result, io);
  saySent(sent, reporter, io.cwd);
  reporter.data({ ...result, ...(inPage && { prerendered: inPage }), ...(sent.length > 0 && { sent }) });
  return exitCodes.ok.code;
}

async function refuseWarnings(folder: string, now: number): Promise<void> {
  const report = await checkFolder(folder, now);
  if (report.warnings.length > 0) throw new CheckError({ ...report, errors: [...report.errors, ...report.warnings] });
}

interface Shown {
  cwd: string;
  /** Whether `--to` says where the files go. */
  isSent: boolean;
}

function printResult(result: PublishResult, reporter: Reporter, { cwd, isSent }: Shown): void {
  const { say, paint } = reporter;
  say(paint("bold", headline(result)));
  if (result.notice) {
    say();
    say(paint("bold", result.dryRun ? "Subscribers would be told:" : "Subscribers will be told:"));
    say(`  ${result.notice.subject}`);
    sayLines(result.notice.text, say);
  }
  say(`Files      ${relative(cwd, result.out) || "."}${result.dryRun ? "" : ` (${result.written.length} written)`}`);
  say(`Address    ${result.address}`);
  say(`Pin        ${result.pin ?? "made when it is published for the first time"}`);
  say(`Signed     until ${result.expires.timestamp}; sign again before that day: trust-center refresh`);
  if (result.timeStamp)
    say(`Time stamp ${result.timeStamp.authority} saw this state of the log on ${result.timeStamp.at}`);
  for (const { name, at } of result.cosignatures) say(`Witness    ${name} saw this state of the log on ${at}`);
  if (result.tag === undefined) return;
  say();
  const first = isSent ? "Paste" : "Put the folder on your web server at that address, and paste";
  say(`${first} this into your page:`);
  sayLines(result.tag, say);
}

function headline({ outcome, dryRun, version }: PublishResult): string {
  const would = dryRun ? "Dry run, nothing is written: " : "";
  if (outcome === "published") return `${would}Version ${version} ${dryRun ? "would be published" : "is published"}.`;
  if (outcome === "refreshed")
    return `${would}Nothing changed since version ${version}; its signatures ${dryRun ? "would be" : "were"} renewed.`;
  return `${would}Nothing changed since version ${version}, and its signatures are fresh.`;
}

const sayLines = (text: string, say: Reporter["say"]) => {
  for (const line of text.trimEnd().split("\n")) say(line === "" ? "" : `  ${line}`);
};
