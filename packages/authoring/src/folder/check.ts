import { stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Announce, announceSchema, type FeedContent } from "@trust-center/feed";
import { feedAddress } from "@trust-center/sdk";
import { array } from "zod/mini";
import { UsageError } from "../errors.ts";
import {
  defaultOut,
  isFeedAddress,
  isPublishableAddress,
  type Settings,
  settingsSchema,
  type UpSettings,
  upSchema,
} from "../format/settings.ts";
import { exampleAt, spotAt } from "../format/spot.ts";
import { editorSchemaNote } from "./editor-schema.ts";
import { gapsOf } from "./gaps.ts";
import { badIdentifiers } from "./identifiers.ts";
import { type KeySource, keySourcesOf, logKeySourceOf } from "./key-source.ts";
import { meantName } from "./known-fields.ts";
import { layoutNotes } from "./layout.ts";
import { isPlaceholder } from "./placeholder.ts";
import { type PolicyFile, resolvePolicies } from "./policies.ts";
import { resolveProseOf } from "./prose.ts";
import { publishedIds } from "./published-ids.ts";
import { readTextFile } from "./read-file.ts";
import { type CheckReport, type Finding, reportOf } from "./report.ts";
import { contentProblems, schemaProblems } from "./schema-problems.ts";
import { badColumns, looseEnds, unknownAudiences } from "./semantic-problems.ts";
import { strangeText } from "./strange-text.ts";
import { timeStampProblem } from "./time-stamp-problem.ts";
import { unknownNames } from "./unknown-names.ts";
import { likelySlips, warningsOf } from "./warnings.ts";
import { witnessProblem } from "./witness-problems.ts";
import { findingIn, type Path, readYaml, type YamlSource } from "./yaml-source.ts";

/** The one file of an authoring folder that must be there. */
export const authoringFile = "trust-center.yaml";

const maxYamlBytes = 8 * 1024 * 1024;

/** An authoring folder, read and checked. Content and settings are there only where nothing is wrong with them. */
export interface Authoring {
  folder: string;
  report: CheckReport;
  content?: FeedContent;
  settings?: Settings;
  /** How all of it is served by one program. */
  up?: UpSettings;
  policies: PolicyFile[];
  /** What the author says about changes. */
  announce: Announce[];
  source: YamlSource;
}

/** What one part of the file came to: what was found, and what was read where nothing is wrong with it. */
type Part<T> = { findings: Finding[] } & Partial<T>;

/** The folder that an authoring folder's settings publish into: an absolute path. */
export const outOf = (folder: string, { out }: Pick<Settings, "out">): string => resolve(folder, out ?? defaultOut);

/**
 * Reads and checks an authoring folder: YAML, schema, references, policies, and what the list leaves out.
 *
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function readAuthoring(folder: string): Promise<Authoring> {
  const source = await readSource(folder);
  const { value } = source;
  if (value === undefined)
    return { folder, report: reportOf(source.problems, noGaps), policies: [], announce: [], source };
  const { publish, up, announce, ...rest } = isMembers(value) ? value : { publish: undefined };
  const settings = await readSettings(folder, source, publish);
  const content = await readContent({ folder, source, settings: settings.settings }, isMembers(value) ? rest : value);
  const words = readAnnounce(source, announce);
  const served = readUp(source, up);
  const editor = await editorSchemaNote(folder);
  const findings = [
    ...source.problems,
    ...editor,
    ...settings.findings,
    ...content.findings,
    ...words.findings,
    ...served.findings,
  ];
  return {
    folder,
    report: reportOf(findings.map(withExample), content.gaps ?? noGaps),
    ...(content.content && { content: content.content }),
    ...(settings.settings && { settings: settings.settings }),
    ...(served.up && { up: served.up }),
    policies: content.policies ?? [],
    announce: words.announce ?? [],
    source,
  };
}

const noGaps: CheckReport["gaps"] = { legal: [], customary: [] };

async function readSource(folder: string): Promise<YamlSource> {
  const path = join(folder, authoringFile);
  if (!(await stat(path).catch(() => undefined))) {
    throw new UsageError(
      `Expected ${authoringFile} in ${folder}, found none. Make one with \`trust-center init ${folder}\`, or name another folder.`,
      { path },
    );
  }
  const { text, isMarked = false, problem } = await readTextFile(path, maxYamlBytes);
  const source = readYaml(text ?? "", authoringFile);
  if (problem === undefined) return { ...source, problems: [...source.problems, ...layoutNotes(source, isMarked)] };
  const rule = problem.expected === "text in UTF-8" ? "encoding" : "file";
  const finding: Finding = { file: authoringFile, line: 1, column: 1, path: "", rule, ...problem };
  return { ...source, value: undefined, problems: [finding] };
}

/** A finding with the member at its place, as it is written. */
export function withExample(finding: Finding): Finding {
  const isWhole = finding.path === "" && finding.rule === "wrong-type";
  if (finding.file !== authoringFile || (finding.path === "" && !isWhole)) return finding;
  const path = (finding.path || "publish").split("/").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const example = exampleAt(finding.rule === "unknown-member" ? meantPath(path) : path);
  return example === undefined ? finding : { ...finding, example };
}

/** Of a name that is not known, the one that was likely meant; no member of the format where there is none. */
function meantPath(path: Path): Path {
  const owner = path.slice(0, -1);
  const meant = meantName(String(path.at(-1)), spotAt(owner).names);
  return meant === undefined ? [] : [...owner, meant];
}

interface Read {
  folder: string;
  source: YamlSource;
  settings: Settings | undefined;
}

async function readContent(
  { folder, source, settings }: Read,
  value: unknown,
): Promise<Part<{ content: FeedContent; policies: PolicyFile[]; gaps: CheckReport["gaps"] }>> {
  const form = contentProblems(source, value);
  const known = { subprocessors: await publishedIds(outOf(folder, settings ?? {})) };
  const findings = [
    ...form,
    ...unknownNames(source),
    ...[...strangeText(source), ...looseEnds(source, value, known), ...likelySlips(source, value)].filter(
      ({ path }) => !form.some((problem) => problem.path === path),
    ),
  ];
  if (form.length > 0) return { findings };
  const written = value as FeedContent;
  const resolved = await resolvePolicies(folder, source, written);
  const prose = resolveProseOf(source, resolved.content);
  findings.push(
    ...badColumns(source, written),
    ...badIdentifiers(source, written),
    ...resolved.problems,
    ...prose.problems,
    ...warningsOf(source, written, settings?.askedBy),
  );
  return {
    findings,
    content: prose.content,
    policies: resolved.files,
    gaps: gapsOf(source, written, settings?.askedBy),
  };
}

function readAnnounce(source: YamlSource, announce: unknown): Part<{ announce: Announce[] }> {
  if (announce === undefined) return { findings: [] };
  const form = schemaProblems(array(announceSchema), source, announce, ["announce"]);
  const findings = form.length > 0 ? form : unknownAudiences(source);
  return findings.length > 0 ? { findings } : { findings, announce: announce as Announce[] };
}

function readUp(source: YamlSource, up: unknown): Part<{ up: UpSettings }> {
  if (up === undefined) return { findings: [] };
  const findings = schemaProblems(upSchema, source, up, ["up"]);
  return findings.length > 0 ? { findings } : { findings, up: up as UpSettings };
}

async function readSettings(
  folder: string,
  source: YamlSource,
  publish: unknown,
): Promise<Part<{ settings: Settings }>> {
  if (publish === undefined) {
    const fix = "Add it:\npublish:\n  feed: https://acme.example/.well-known/trust-center/";
    const words = { expected: "a block `publish`", found: "nothing", fix };
    return { findings: [findingIn(source)("missing-member", ["publish"], words)] };
  }
  const findings = schemaProblems(settingsSchema, source, publish, ["publish"]);
  if (findings.length > 0) return { findings };
  const settings = publish as Settings;
  const found =
    addressProblem(source, settings) ??
    placeholderProblem(source, settings) ??
    (await witnessProblem(source, settings)) ??
    (await timeStampProblem(source, folder, settings)) ??
    keyProblem(source, folder, settings);
  return found ? { findings: [found] } : { findings, settings };
}

function addressProblem(source: YamlSource, { feed }: Settings): Finding | undefined {
  if (isFeedAddress(feed)) return undefined;
  const [expected, address] = isPublishableAddress(feed)
    ? ["an address with a path: to readers a host alone means its well-known address", feedAddress(feed)]
    : ["an https:// address as browsers write it (http:// on localhost alone)", overHttps(feed)];
  const fix = `Write ${address ?? "https://acme.example/.well-known/trust-center/"}.`;
  return findingIn(source)("feed-address", ["publish", "feed"], { expected, found: `“${feed}”`, fix });
}

const overHttps = (feed: string) => URL.parse(feed)?.href.replace(/^http:/, "https:");

function placeholderProblem(source: YamlSource, { feed }: Settings): Finding | undefined {
  if (!isPlaceholder(feed)) return undefined;
  const fix = "Write the address at which your site will serve the feed. It is signed for good.";
  const words = { expected: "an address of your own", found: `“${feed}”`, fix };
  return findingIn(source)("placeholder", ["publish", "feed"], words);
}

/** A key below `out` would be uploaded with the rest. */
function keyProblem(source: YamlSource, folder: string, settings: Settings): Finding | undefined {
  const isPublished = (source: KeySource | undefined) =>
    source !== undefined && "file" in source && isInside(outOf(folder, settings), source.file);
  const named = settings.keys ? "keys" : settings.key === undefined ? "out" : "key";
  const member = isPublished(logKeySourceOf(folder, settings)) ? "logKey" : named;
  if (member !== "logKey" && !keySourcesOf(folder, settings).some(isPublished)) return undefined;
  const fix = "Keep the key outside of the folder that is put on the web server.";
  const words = { expected: "a key outside of `out`", found: "it inside", fix };
  return findingIn(source)("published-key", ["publish", member], words);
}

function isInside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return !(inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside));
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
