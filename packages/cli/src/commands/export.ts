import { mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import {
  draftSource,
  type Exported,
  type ExportFormat,
  type ExportSource,
  exportFormats,
  exportList,
  isExportFormat,
  replaceFile,
  signedSource,
  UsageError,
} from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { openCenter, type PastOptions } from "../history/open.ts";
import { orRefused } from "../history/refused.ts";
import { draftIn } from "../history/side.ts";
import { nowFrom } from "../output/clock.ts";
import type { Io } from "../output/io.ts";
import { printRegister } from "../output/register.ts";
import type { Reporter } from "../output/reporter.ts";
import type { Context } from "./context.ts";

export interface ExportOptions extends PastOptions {
  out?: string;
  language?: string;
}

/** A list, and what its source is worth. */
interface Opened {
  source: ExportSource;
  trust: "verified" | "first-seen" | "stale" | "draft";
}

/** `trust-center export` */
export function exportTo(
  format: string,
  target: string,
  options: ExportOptions,
  { io, reporter }: Context,
): Promise<number> {
  return orRefused(reporter, async () => {
    if (!isExportFormat(format)) {
      const known = Object.keys(exportFormats).join(", ");
      throw new UsageError(`Expected a format: ${known}; found “${format}”.`);
    }
    const { out } = options;
    if (out === undefined && !exportFormats[format].shown) {
      throw new UsageError(`Expected --out: ${format} is not shown at a terminal. For example: --out ${format}.`);
    }
    checkLanguage(options.language);
    const { source, trust } = await openSource(target, io, options);
    const exported = exportList(format, source);
    const written = out === undefined ? [] : await write(exported, resolve(io.cwd, out));
    say({ format, exported, trust, written }, source, reporter);
    if (out === undefined && !reporter.json) for (const bytes of exported.files.values()) io.stdout(decode(bytes));
    if ((exported.register?.faults.length ?? 0) > 0) return exitCodes.failed.code;
    return trust === "stale" ? exitCodes.stale.code : exitCodes.ok.code;
  });
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function checkLanguage(tag: string | undefined): void {
  if (tag === undefined || /^[a-z]{2,3}(?:-[a-z\d]{2,8})*$/i.test(tag)) return;
  throw new UsageError(`Expected --language to be a language tag such as de or pt-BR, found “${tag}”.`);
}

async function openSource(target: string, io: Io, options: ExportOptions): Promise<Opened> {
  const { language } = options;
  const when = { now: nowFrom(io, options.now), language };
  const path = resolve(io.cwd, target);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const draft = isFolder ? await draftIn(path) : undefined;
  if (draft) return { source: draftSource(draft, when), trust: "draft" };
  const { address, pin, feed, history = [], freshness, trust } = await openCenter(target, io, options);
  const source = signedSource({ address, pin, feed, entries: history }, when);
  return { source, trust: freshness === "stale" ? "stale" : trust };
}

/** Several files go into a folder of that name, one takes the name itself. */
async function write({ files }: Exported, out: string): Promise<string[]> {
  const isFolder = files.size > 1;
  const paths = [...files].map(([name, bytes]) => ({ path: isFolder ? join(out, name) : out, bytes }));
  await mkdir(isFolder ? out : dirname(out), { recursive: true });
  for (const { path, bytes } of paths) await replaceFile(path, bytes);
  return paths.map(({ path }) => path);
}

interface Done {
  format: ExportFormat;
  exported: Exported;
  trust: Opened["trust"];
  written: readonly string[];
}

function say({ format, exported, trust, written }: Done, { signed }: ExportSource, reporter: Reporter): void {
  const { register, files } = exported;
  reporter.data({
    format,
    trust,
    ...signed,
    written,
    ...(written.length === 0 && { text: decode([...files.values()][0] ?? new Uint8Array()) }),
    ...(register && { open: register.open, faults: register.faults }),
  });
  if (doubts[trust]) reporter.complain(doubts[trust]);
  for (const path of written) reporter.say(`Wrote ${path}`);
  if (register) printRegister(register, reporter);
}

/** What keeps an export from being taken as the vendor's word. */
const doubts: Partial<Record<Opened["trust"], string>> = {
  "first-seen": "first seen: no pin was given, so nothing says whose list it is.",
  stale: "stale: the newest could not be fetched.",
  draft: "draft: this is the file as it stands, which nobody has signed.",
};
