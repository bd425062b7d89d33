import { relative, resolve } from "node:path";
import { codeIn, type Drift, dnsOf, driftOf, hostsOf, placeText, UsageError } from "@trust-center/authoring";
import { catalogue } from "@trust-center/catalogue";
import { exitCodes } from "../exit-codes.ts";
import { githubOf } from "../output/github.ts";
import { createReporter } from "../output/reporter.ts";
import { resultsOf } from "../output/results.ts";
import { sarifOf } from "../output/sarif.ts";
import { version } from "../version.ts";
import { checkFormats } from "./check.ts";
import type { Context } from "./context.ts";

export interface DriftCommandOptions {
  code?: string[];
  hosts?: string[];
  /** Names that DNS is asked about. */
  dns?: string[];
  dnsServer?: string;
  /** Ids of the catalogue, separated by commas. */
  ignore?: string;
  format?: string;
}

/** `trust-center drift` */
export async function drift(
  folder: string,
  { code = [], hosts = [], dns = [], dnsServer, ignore, format: given }: DriftCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const format = checkFormats.find((one) => one === (given ?? (reporter.json ? "json" : "text")));
  if (!format) throw new UsageError(`Expected --format to be one of ${checkFormats.join(", ")}, found “${given}”.`);
  if (code.length + hosts.length + dns.length === 0)
    throw new UsageError(
      "Expected something to hold the list against, found nothing. For example: --code . or --hosts page.har",
    );
  const path = resolve(io.cwd, folder);
  const sources = [
    ...code.map((one) => codeIn(resolve(io.cwd, one))),
    ...hosts.map((one) => hostsOf(resolve(io.cwd, one))),
    ...dns.map((one) => dnsOf(one, { ...(dnsServer !== undefined && { servers: [dnsServer] }) })),
  ];
  const found = await driftOf(path, { sources, ignore: ignoredFrom(ignore), signal: io.signal });
  const report = { errors: [], warnings: found.findings, notes: [], gaps: { legal: [], customary: [] }, doubts: [] };
  const results = resultsOf(report, path, io.cwd);
  if (format === "json") createReporter(io, { json: true }).data(found);
  if (format === "sarif") createReporter(io, { json: true }).data(sarifOf(results, version));
  if (format === "github") for (const line of githubOf(results)) reporter.tell(line);
  if (format === "text")
    for (const line of linesOf(found, (file) => relative(io.cwd, resolve(path, file)))) reporter.say(line);
  return found.findings.length > 0 ? exitCodes.failed.code : exitCodes.ok.code;
}

function ignoredFrom(text = ""): string[] {
  const ids = text
    .split(",")
    .map((id) => id.trim())
    .filter(Boolean);
  const unknown = ids.find((id) => !catalogue().processors.some((one) => one.id === id));
  if (unknown === undefined) return ids;
  throw new UsageError(
    `Expected --ignore to name processors of the catalogue by their ids, such as sentry,stripe, found “${unknown}”.`,
  );
}

function linesOf({ used, findings }: Drift, pathOf: (file: string) => string): string[] {
  const listed = used.filter(({ isListed }) => isListed);
  return [
    ...findings.map(
      (one) =>
        `${placeText({ ...one, file: pathOf(one.file) })}  drift  Expected ${one.expected}, found ${one.found}.\n    Fix: ${one.fix}`,
    ),
    `${findings.length} used and not in the list, ${listed.length} used and in the list${listed.length > 0 ? `: ${listed.map(({ name }) => name).join(", ")}` : ""}.`,
  ];
}
