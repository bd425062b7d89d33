import { resolve } from "node:path";
import {
  byPlace,
  checkFolder,
  deadLinks,
  type FolderReport,
  type LinkReport,
  type Mended,
  mendFolder,
  placeText,
  type Suggestion,
  type Suggestions,
  suggestionsFor,
  takeSuggestions,
  UsageError,
} from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { githubOf } from "../output/github.ts";
import type { Io } from "../output/io.ts";
import { ask } from "../output/prompt.ts";
import { printReport, summaryText } from "../output/report.ts";
import { createReporter, type Reporter } from "../output/reporter.ts";
import { type Result, resultsOf } from "../output/results.ts";
import { sarifOf } from "../output/sarif.ts";
import { version } from "../version.ts";
import type { Context } from "./context.ts";

/** How `check` says what it found. */
export const checkFormats = ["text", "json", "sarif", "github"] as const;
type Format = (typeof checkFormats)[number];

export interface CheckOptions {
  /** Legal gaps fail the check too. */
  strict?: boolean;
  /** Warnings, and what publishing would ask about, fail the check too. */
  failOnWarning?: boolean;
  /** Every gap with its place, not only summed by kind. */
  gaps?: boolean;
  /** Mends what needs no guess before it checks. */
  fix?: boolean;
  /** Asks the first 2,000 links whether they lead anywhere; `all`, every one. */
  links?: true | string;
  /** With `fix`: ids of what the catalogue suggests, separated by commas, to be written too. */
  accept?: string;
  format?: string;
  now?: string;
}

/** `trust-center check` */
export async function check(folder: string, options: CheckOptions, { io, reporter }: Context): Promise<number> {
  const { strict = false, failOnWarning = false, gaps = false } = options;
  const format = formatFrom(options.format, reporter);
  const path = resolve(io.cwd, folder);
  const now = nowFrom(io, options.now);
  if (options.accept !== undefined && !options.fix)
    throw new UsageError(
      "Expected --accept beside --fix: it writes what the catalogue suggests. For example: --fix --accept stripe/links/dpa",
    );
  if (options.links !== undefined && options.links !== true && options.links !== "all")
    throw new UsageError(
      `Expected --links or --links=all, found “${options.links}”. Name the folder before it: trust-center check trust --links`,
    );
  const mended = options.fix ? await mendFolder(path) : undefined;
  const isAsking = io.interactive && format === "text";
  const offered = options.fix ? await offer(path, options.accept, isAsking ? io : undefined) : undefined;
  const links = options.links ? await deadLinks(path, { signal: io.signal, all: options.links === "all" }) : undefined;
  const report = withLinks(await checkFolder(path, now), links);
  const say = format === "text" ? reporter.tell : reporter.complain;
  if (mended) sayMended(mended, say);
  if (offered) sayOffered(offered, { say, isText: format === "text" });
  if (format === "text") {
    if (links) sayLinks(links, reporter);
    sayReport(report, gaps, reporter);
  } else printAs(format, { report, links, mended, offered, results: resultsOf(report, path, io.cwd) }, io);
  const unusual = report.warnings.length + report.doubts.length > 0;
  const failed = report.errors.length > 0 || (strict && report.gaps.legal.length > 0) || (failOnWarning && unusual);
  return failed ? exitCodes.failed.code : exitCodes.ok.code;
}

/** A list of twenty entries can have eighty suggestions: whether to go through them is one question. */
async function wantsAll({ length }: readonly Suggestion[], io: Io): Promise<boolean> {
  if (length === 0) return false;
  const answer = await ask(
    io,
    `The catalogue has ${length} suggestions for this list. Go through them? Type yes`,
    "no",
  );
  return answer.toLowerCase() === "yes";
}

/** What the catalogue suggests, and what of it was written. */
interface Offered extends Suggestions {
  taken: Suggestion[];
}

/** Writes of the catalogue's suggestions what is asked for: by ids, or by whoever sits at the terminal, one by one. */
async function offer(folder: string, accept: string | undefined, io: Io | undefined): Promise<Offered> {
  const { suggestions, ...rest } = await suggestionsFor(folder);
  const ids =
    accept
      ?.split(",")
      .map((id) => id.trim())
      .filter(Boolean) ?? [];
  const unknown = ids.find((id) => !suggestions.some((one) => one.id === id));
  if (unknown !== undefined) {
    const known = suggestions.slice(0, 5).map(({ id }) => id);
    throw new UsageError(
      `Expected --accept to name what the catalogue suggests for this list, found “${unknown}”. ${known.length > 0 ? `For example: ${known.join(", ")}` : "It suggests nothing."}`,
    );
  }
  if (io && accept === undefined && (await wantsAll(suggestions, io))) {
    for (const { id, of, value, count } of suggestions) {
      const answer = await ask(io, `Write ${id} of “${of}” (${count} lists): ${value}? Type yes`, "no");
      if (answer.toLowerCase() === "yes") ids.push(id);
    }
  }
  const taken = ids.length > 0 ? await takeSuggestions(folder, ids) : [];
  return { ...rest, suggestions: suggestions.filter((one) => !taken.some(({ id }) => id === one.id)), taken };
}

function formatFrom(format: string | undefined, { json }: Reporter): Format {
  if (format === undefined) return json ? "json" : "text";
  const known = checkFormats.find((one) => one === format);
  if (known) return known;
  throw new UsageError(`Expected --format to be one of ${checkFormats.join(", ")}, found “${format}”.`);
}

interface Checked {
  report: FolderReport;
  links: LinkReport | undefined;
  mended: readonly Mended[] | undefined;
  offered: Offered | undefined;
  results: readonly Result[];
}

/** Prints for programs, whether or not --json is given: one document, or a line for each thing found. */
function printAs(format: Exclude<Format, "text">, { report, links, mended, offered, results }: Checked, io: Io): void {
  const document = createReporter(io, { json: true });
  if (format === "json")
    document.data({
      ...report,
      ...(links && { links: { asked: links.asked, leftOut: links.leftOut, unsure: links.unsure } }),
      ...(mended && { mended }),
      ...(offered && { catalogue: offered }),
    });
  if (format === "sarif") document.data(sarifOf(results, version));
  if (format === "github") for (const line of githubOf(results)) createReporter(io, {}).tell(line);
}

/** Links that lead nowhere are warnings among the others. */
const withLinks = (report: FolderReport, links: LinkReport | undefined): FolderReport =>
  links ? { ...report, warnings: [...report.warnings, ...links.findings].sort(byPlace) } : report;

/** What is no finding: how many were asked, and what gave no clear answer. */
function sayLinks({ asked, leftOut, unsure }: LinkReport, { say }: Reporter): void {
  for (const { url, found } of unsure) say(`not sure  ${url}: ${found}`);
  say(`${asked} addresses were asked${leftOut > 0 ? `, ${leftOut} were not` : ""}.`);
}

/** Nothing is changed in silence. */
function sayMended(mended: readonly Mended[], say: (line: string) => void): void {
  for (const one of mended) {
    const what = one.from === "" && one.to === "" ? "" : `: ${one.from} → ${one.to}`;
    say(`${placeText(one)}  fixed  ${one.rule}${what}`);
  }
}

/** What was written is always named; what could be, where it is read. */
function sayOffered(
  { compiled, suggestions, choices, taken }: Offered,
  { say, isText }: { say: (line: string) => void; isText: boolean },
): void {
  for (const one of taken) say(`${placeText(one)}  written  ${one.id}: ${one.value}`);
  if (!isText || suggestions.length + choices.length === 0) return;
  for (const one of suggestions)
    say(`${placeText(one)}  suggested  ${one.id}: ${one.value}  [${one.count} lists, such as ${one.sources[0]}]`);
  for (const one of choices)
    say(
      `${placeText(one)}  to choose  ${one.id}: ${one.choices.map(({ value, count }) => `${value} (${count})`).join(", ")}`,
    );
  say(
    `The catalogue was compiled on ${compiled}: look at what you take. --fix --accept <ids> writes suggestions; what is to choose stands in your contract.`,
  );
}

function sayReport(report: FolderReport, gaps: boolean, reporter: Reporter): void {
  printReport(report, reporter, gaps ? "all" : "summed");
  for (const { code, text } of report.doubts)
    reporter.complain(`${reporter.paint("yellow", "unusual")}  ${code}: ${text}`);
  reporter.say();
  reporter.say(`${reporter.paint("bold", summaryText(report))}.`);
}
