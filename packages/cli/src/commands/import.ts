import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import {
  authoringFile,
  checkFolder,
  createAuthoringFolder,
  isTaken,
  readTextFile,
  readYaml,
  replaceFile,
  UsageError,
} from "@trust-center/authoring";
import type { AskColumn, FieldName, Format, ImportReport, Publisher } from "@trust-center/import";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { commandLine } from "../output/command.ts";
import { printImport } from "../output/import.ts";
import type { Io } from "../output/io.ts";
import { ask } from "../output/prompt.ts";
import { type AnswerOptions, algorithmAsked, answersFrom, passphraseFor } from "./answers.ts";
import type { Context } from "./context.ts";

export interface ImportOptions extends AnswerOptions {
  map?: string[];
  format?: string;
  language?: string;
  /** Where a file's page is found. */
  base?: string;
  /** Takes the place of the list that is there. */
  replace?: boolean;
  /** Reads the history of the file too. */
  git?: boolean;
  now?: string;
}

/** The package with the readers of pages, which no other command loads. */
type Importer = typeof import("@trust-center/import");

/** `trust-center import` */
export async function importPage(
  from: string,
  into: string,
  options: ImportOptions,
  { io, reporter }: Context,
): Promise<number> {
  const importer = await import("@trust-center/import");
  if (options.git && importer.isAddress(from)) {
    throw new UsageError(`Expected a file of a git repository with --git, found the address ${from}.`);
  }
  const base = baseFrom(options.base, importer.isAddress(from));
  const folder = resolve(io.cwd, into);
  const before = await listIn(folder, options.replace === true);
  const isAsking = io.interactive && !options.yes && !reporter.json;
  const given = mapFrom(options.map ?? [], importer);
  const remembered = await rememberedIn(folder, importer);
  const source = await importer.readSource(importer.isAddress(from) ? from : resolve(io.cwd, from), {
    format: formatFrom(options.format, importer),
    signal: io.signal,
  });
  const history = options.git ? await importer.readGitHistory(resolve(io.cwd, from), io.signal) : undefined;
  const publisher = before ? keptOf(before, importer) : { answers: await answersFrom(options, io, isAsking) };
  const { list, record, report } = await importer.importList(source, {
    publisher: {
      ...("answers" in publisher ? publisher.answers : publisher),
      ...(options.language !== undefined && { language: options.language }),
      ...(source.address !== undefined && { page: source.address }),
    },
    given,
    remembered,
    base,
    history,
    ...(isAsking && { ask: asker(io, importer) }),
  });
  if (report.rows === 0) throw nothingFound(from, report);
  const files = { [importer.recordFile]: record, [authoringFile]: list };
  if ("answers" in publisher) {
    const alg = await algorithmAsked(options, io, isAsking);
    const passphrase = await passphraseFor(options, io, isAsking);
    await createAuthoringFolder(folder, publisher.answers, { passphrase, alg, files });
  } else {
    for (const [name, text] of Object.entries(files))
      await replaceFile(join(folder, name), new TextEncoder().encode(text));
  }
  const check = await checkFolder(folder, nowFrom(io, options.now));
  reporter.data({ folder, ...report, check: { errors: check.errors, warnings: check.warnings } });
  const where = relative(io.cwd, folder) || ".";
  const next = ["check", "publish"].map((name) => commandLine([name, where], io));
  printImport({ report, check, folder: where, next }, reporter);
  const isWhole = report.words.lost.length === 0 && check.errors.length === 0;
  return isWhole ? exitCodes.ok.code : exitCodes.failed.code;
}

/** The list that is there; undefined where there is none. */
async function listIn(folder: string, mayReplace: boolean): Promise<Record<string, unknown> | undefined> {
  const path = join(folder, authoringFile);
  if (!(await isTaken(path))) return undefined;
  if (!mayReplace) {
    throw new UsageError(
      `Expected no ${authoringFile} in ${folder}, found one. Nothing was written: name another folder, or put the page's list in its place with --replace (keys, settings, notice terms and policies stay; edits of the list are lost).`,
      { path },
    );
  }
  const { value, problems } = readYaml(await readFile(path, "utf8"), authoringFile);
  const [problem] = problems;
  if (problem || value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new UsageError(
      `Expected ${path} to be a list that can be read, found ${problem?.found ?? "none"}. Mend or remove it. Nothing was written.`,
      { path },
    );
  }
  return value as Record<string, unknown>;
}

/** What stays of a list that is replaced: all that a page does not fill. */
function keptOf(before: Record<string, unknown>, { pageMembers }: Importer): Publisher {
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !pageMembers.includes(name as never)));
  // They are among what is kept; a list that lacks them is said to by `check`.
  return { name: "", feed: "", kept };
}

/** `Heading=field` as it was given. */
function mapFrom(pairs: readonly string[], { isFieldName, fields }: Importer): Record<string, FieldName> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const [label, field] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at > 0 && label !== "" && isFieldName(field)) return [label, field];
      throw new UsageError(
        `Expected --map to be a heading of the page, = and one of ${Object.keys(fields).join(", ")}, found “${pair}”. For example: --map "Hosted in=locations".`,
      );
    }),
  );
}

function formatFrom(name: string | undefined, { formats }: Importer): Format | undefined {
  if (name === undefined) return undefined;
  const found = formats.find((format) => format === name);
  if (found) return found;
  throw new UsageError(`Expected --format to be one of ${formats.join(", ")}, found “${name}”.`);
}

function baseFrom(address: string | undefined, isFetched: boolean): string | undefined {
  if (address === undefined) return undefined;
  const url = URL.parse(address);
  const isWeb = url !== null && ["https:", "http:"].includes(url.protocol) && url.username + url.password === "";
  if (isWeb && !isFetched) return url.href;
  throw new UsageError(
    isFetched
      ? "Expected --base for a file alone: links of a page that is fetched start from its own address."
      : `Expected --base to be the https:// address of the page, found “${address}”. For example: --base https://acme.example/legal/subprocessors.`,
  );
}

/** Bytes of a record of an import. */
const maxRecordBytes = 8 * 1024 * 1024;

async function rememberedIn(folder: string, { recordFile, readRecord }: Importer): Promise<Record<string, FieldName>> {
  const path = join(folder, recordFile);
  if (!(await isTaken(path))) return {};
  const { text, problem } = await readTextFile(path, maxRecordBytes);
  if (text !== undefined) return readRecord(text);
  throw new UsageError(`Expected ${problem.expected} (${path}), found ${problem.found}. ${problem.fix}`, { path });
}

function asker(io: Io, { fields, isFieldName }: Importer): AskColumn {
  return async ({ label, guess, samples }) => {
    const shown = samples.map((sample) => `“${sample.slice(0, 40)}”`).join(", ");
    for (;;) {
      const answer = await ask(
        io,
        `What does the column “${label}” say (${shown})? ${Object.keys(fields).join(", ")}`,
        guess ?? "details",
      );
      if (isFieldName(answer)) return answer;
      io.terminal.write(`Expected one of these names, found “${answer}”.\n`);
    }
  };
}

function nothingFound(from: string, { columns }: ImportReport): UsageError {
  const seen =
    columns.length > 0 ? ` Headings that were found: ${columns.map(({ label }) => `“${label}”`).join(", ")}.` : "";
  return new UsageError(
    `Expected a list of sub-processors in ${from}, found none. Nothing was written.${seen} Where a table is the list, say which column has the names: --map "Heading=name".`,
  );
}
