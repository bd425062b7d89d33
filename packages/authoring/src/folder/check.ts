import { stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Announce, announceSchema, type FeedContent } from "@trust-center/feed";
import { array } from "zod/mini";
import { UsageError } from "../errors.ts";
import { gapsOf } from "./gaps.ts";
import { badIdentifiers } from "./identifiers.ts";
import { type KeySource, keySourcesOf, logKeySourceOf } from "./key-source.ts";
import { isPlaceholder } from "./placeholder.ts";
import { type PolicyFile, resolvePolicies } from "./policies.ts";
import { resolveProseOf } from "./prose.ts";
import { publishedIds } from "./published-ids.ts";
import { readTextFile } from "./read-file.ts";
import { byPlace, type CheckReport, type Problem } from "./report.ts";
import { contentProblems, schemaProblems } from "./schema-problems.ts";
import { semanticProblems } from "./semantic-problems.ts";
import { defaultOut, isPublishableAddress, type Settings, settingsSchema } from "./settings.ts";
import { strangeText } from "./strange-text.ts";
import { timeStampProblem } from "./time-stamp-problem.ts";
import { unknownNames } from "./unknown-names.ts";
import { warningsOf } from "./warnings.ts";
import { witnessProblem } from "./witness-problems.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

/** The one file of an authoring folder that must be there. */
export const authoringFile = "trust-center.yaml";

const maxYamlBytes = 8 * 1024 * 1024;

/** An authoring folder, read and checked. Content and settings are there only where nothing is wrong with them. */
export interface Authoring {
  folder: string;
  report: CheckReport;
  content?: FeedContent;
  settings?: Settings;
  policies: PolicyFile[];
  /** What the author says about changes. */
  announce: Announce[];
  source: YamlSource;
}

/** The folder that an authoring folder's settings publish into: an absolute path. */
export const outOf = (folder: string, { out }: Pick<Settings, "out">): string => resolve(folder, out ?? defaultOut);

/**
 * Reads and checks an authoring folder: YAML, schema, references, policies, and what the list leaves out.
 *
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function readAuthoring(folder: string): Promise<Authoring> {
  const source = await readSource(folder);
  const report: CheckReport = { errors: [...source.problems], warnings: [], gaps: { legal: [], customary: [] } };
  const authoring: Authoring = { folder, report, policies: [], announce: [], source };
  if (source.value === undefined) return authoring;
  const { publish, announce, ...rest } = isMembers(source.value) ? source.value : { publish: undefined };
  await readSettings(authoring, source, publish);
  const value = isMembers(source.value) ? rest : source.value;
  const problems = contentProblems(source, value);
  report.errors.push(...problems, ...unknownNames(source), ...strangeText(source));
  if (problems.length === 0) await readContent(authoring, source, value as FeedContent);
  readAnnounce(authoring, source, announce);
  report.errors.sort(byPlace);
  report.warnings.sort(byPlace);
  return authoring;
}

async function readSource(folder: string): Promise<YamlSource> {
  const path = join(folder, authoringFile);
  if (!(await stat(path).catch(() => undefined))) {
    throw new UsageError(
      `Expected ${authoringFile} in ${folder}, found none. Make one with \`trust-center init ${folder}\`, or name another folder.`,
      { path },
    );
  }
  const { text, problem } = await readTextFile(path, maxYamlBytes);
  if (text !== undefined) return readYaml(text, authoringFile);
  const source = readYaml("", authoringFile);
  return { ...source, value: undefined, problems: [{ file: authoringFile, line: 1, column: 1, path: "", ...problem }] };
}

async function readContent(authoring: Authoring, source: YamlSource, value: FeedContent): Promise<void> {
  const { report, folder, settings } = authoring;
  const known = { subprocessors: await publishedIds(outOf(folder, settings ?? {})) };
  const resolved = await resolvePolicies(folder, source, value);
  const prose = resolveProseOf(source, resolved.content);
  report.errors.push(
    ...semanticProblems(source, value, known),
    ...badIdentifiers(source, value),
    ...resolved.problems,
    ...prose.problems,
  );
  report.warnings.push(...warningsOf(source, value, settings?.askedBy));
  report.gaps = gapsOf(source, value, settings?.askedBy);
  authoring.content = prose.content;
  authoring.policies = resolved.files;
}

function readAnnounce(authoring: Authoring, source: YamlSource, announce: unknown): void {
  if (announce === undefined) return;
  const problems = schemaProblems(array(announceSchema), source, announce, ["announce"]);
  authoring.report.errors.push(...problems);
  if (problems.length === 0) authoring.announce = announce as Announce[];
}

async function readSettings(authoring: Authoring, source: YamlSource, publish: unknown): Promise<void> {
  const { errors } = authoring.report;
  const at = ["publish"];
  if (publish === undefined) {
    const fix = "Add it:\npublish:\n  feed: https://acme.example/.well-known/trust-center/";
    errors.push({ ...source.placeOf([]), path: "publish", expected: "a block `publish`", found: "nothing", fix });
    return;
  }
  const problems = schemaProblems(settingsSchema, source, publish, at);
  errors.push(...problems);
  if (problems.length > 0) return;
  const settings = publish as Settings;
  const found =
    addressProblem(source, settings) ??
    placeholderProblem(source, settings) ??
    (await witnessProblem(source, settings)) ??
    (await timeStampProblem(source, authoring.folder, settings)) ??
    keyProblem(source, authoring.folder, settings);
  if (found) errors.push(found);
  else authoring.settings = settings;
}

function addressProblem(source: YamlSource, { feed }: Settings): Problem | undefined {
  if (isPublishableAddress(feed)) return undefined;
  const path = ["publish", "feed"];
  const expected = "an https:// address as browsers write it (http:// on localhost alone)";
  const fix = `Write ${URL.parse(feed)?.href.replace(/^http:/, "https:") ?? "https://acme.example/.well-known/trust-center/"}.`;
  return { ...source.placeOf(path), path: path.join("/"), expected, found: `“${feed}”`, fix };
}

function placeholderProblem(source: YamlSource, { feed }: Settings): Problem | undefined {
  if (!isPlaceholder(feed)) return undefined;
  const path = ["publish", "feed"];
  const fix = "Write the address at which your site will serve the feed. It is signed for good.";
  return { ...source.placeOf(path), path: path.join("/"), expected: "an address of your own", found: `“${feed}”`, fix };
}

/** A key below `out` would be uploaded with the rest. */
function keyProblem(source: YamlSource, folder: string, settings: Settings): Problem | undefined {
  const isPublished = (source: KeySource | undefined) =>
    source !== undefined && "file" in source && isInside(outOf(folder, settings), source.file);
  const named = settings.keys ? "keys" : settings.key === undefined ? "out" : "key";
  const member = isPublished(logKeySourceOf(folder, settings)) ? "logKey" : named;
  if (member !== "logKey" && !keySourcesOf(folder, settings).some(isPublished)) return undefined;
  const path = ["publish", member];
  const fix = "Keep the key outside of the folder that is put on the web server.";
  return { ...source.placeOf(path), path: path.join("/"), expected: "a key outside of `out`", found: "it inside", fix };
}

function isInside(folder: string, file: string): boolean {
  const inside = relative(folder, file);
  return !(inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside));
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
