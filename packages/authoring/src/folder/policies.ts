import { type FeedContent, type PolicyBody, sha256Hex } from "@trust-center/feed";
import { secretIn } from "../files/secrets.ts";
import { valueAt } from "./expectation.ts";
import { parseMarkdown } from "./markdown.ts";
import { placeholdersIn } from "./placeholder.ts";
import { readMarkdownBelow } from "./read-file.ts";
import type { Problem } from "./report.ts";
import { secretWords } from "./strange-text.ts";
import type { YamlSource } from "./yaml-source.ts";

const maxPolicyBytes = 1024 * 1024;

/** A policy's text in one language, as it is published. */
export interface PolicyFile {
  sha256: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Content whose policies name bodies instead of files, and those bodies. */
export interface ResolvedPolicies {
  content: FeedContent;
  files: PolicyFile[];
  problems: Problem[];
}

type PolicyEntry = NonNullable<FeedContent["policies"]>[number];

/** Reads the Markdown files that policies name by `file` or `files`, and puts `bodies` in their place. */
export async function resolvePolicies(
  folder: string,
  source: YamlSource,
  content: FeedContent,
): Promise<ResolvedPolicies> {
  if (!content.policies) return { content, files: [], problems: [] };
  const files = new Map<string, PolicyFile>();
  const problems: Problem[] = [];
  const policies: PolicyEntry[] = [];
  for (const [at, entry] of content.policies.entries()) {
    const { file, files: named, ...policy } = entry;
    const languages = namedFiles(source, at, content, problems);
    const bodies: Record<string, string> = {};
    for (const [language, name, path] of languages) {
      const body = await readBody(folder, source, policy, language, name, path, problems);
      if (!body) continue;
      bodies[language] = body.sha256;
      files.set(body.sha256, body);
    }
    policies.push(languages.length > 0 ? { ...policy, bodies } : policy);
  }
  return { content: { ...content, policies }, files: [...files.values()], problems };
}

type NamedFile = [language: string, name: string, path: (string | number)[]];

/** Language, file and place of each text of a policy entry. */
function namedFiles(source: YamlSource, at: number, content: FeedContent, problems: Problem[]): NamedFile[] {
  const base = ["policies", at];
  const { file, files, bodies } = (content.policies?.[at] ?? {}) as Record<string, unknown>;
  const report = (member: string, expected: string, found: string, fix: string) => {
    const path = [...base, member];
    problems.push({ ...source.placeOf(path), path: path.join("/"), expected, found, fix });
    return [];
  };
  if (bodies !== undefined) {
    const fix =
      "Remove `bodies` and name the Markdown file: `file: policies/privacy.md`. Publishing fills in the hashes.";
    return report("bodies", "`file` or `files`", "`bodies`", fix);
  }
  if (file !== undefined && files !== undefined) {
    return report("files", "`file` or `files`", "both", "Keep `files` where there are several languages.");
  }
  if (file !== undefined) {
    if (typeof file !== "string") return report("file", "a path", "another value", "file: policies/privacy.md");
    return [[content.publisher.languages?.[0] ?? "en", file, [...base, "file"]]];
  }
  if (files === undefined) return [];
  const example = "files: { en: policies/privacy.md, es: policies/privacidad.md }";
  if (files === null || typeof files !== "object")
    return report("files", "a path for each language", "another value", example);
  return Object.entries(files).flatMap(([language, name]): NamedFile[] => {
    if (typeof name === "string" && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(language)) {
      return [[language, name, [...base, "files", language]]];
    }
    return report("files", "a path for each language tag (BCP 47)", `“${language}”`, example);
  });
}

async function readBody(
  folder: string,
  source: YamlSource,
  policy: Record<string, unknown>,
  language: string,
  name: string,
  path: (string | number)[],
  problems: Problem[],
): Promise<PolicyFile | undefined> {
  const { text, problem } = await readMarkdownBelow(folder, name, maxPolicyBytes);
  if (problem) {
    problems.push({ ...source.placeOf(path), path: path.join("/"), ...problem });
    return undefined;
  }
  const secret = secretIn(text);
  if (secret) {
    problems.push({ file: name, line: secret.line, column: 1, path: "", ...secretWords(secret.what) });
    return undefined;
  }
  const parsed = parseMarkdown(text);
  problems.push(...parsed.problems.map((one) => ({ file: name, path: "", ...one })), ...placeholdersIn(text, name));
  const version = valueAt(policy, ["version"]);
  const body: PolicyBody = {
    type: "policy",
    id: String(policy.id),
    language,
    ...(typeof version === "string" && { version }),
    body: { type: "root", children: parsed.children },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { sha256: await sha256Hex(bytes), bytes };
}
