import { type FeedContent, type PolicyBody, sha256Hex } from "@trust-center/feed";
import { secretIn } from "../files/secrets.ts";
import { valueAt } from "./expectation.ts";
import { parseMarkdown } from "./markdown.ts";
import { placeholdersIn } from "./placeholder.ts";
import { readMarkdownBelow } from "./read-file.ts";
import type { Finding } from "./report.ts";
import { secretWords } from "./strange-text.ts";
import { findingIn, type Path, type YamlSource } from "./yaml-source.ts";

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
  problems: Finding[];
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
  const problems: Finding[] = [];
  const policies: PolicyEntry[] = [];
  for (const [at, entry] of content.policies.entries()) {
    const { file, files: byLanguage, ...policy } = entry;
    const { named, problems: wrong } = namedFiles(source, content, at);
    problems.push(...wrong);
    const bodies: Record<string, string> = {};
    for (const text of named) {
      const { body, problems: found } = await readBody(folder, source, { policy, ...text });
      problems.push(...found);
      if (!body) continue;
      bodies[text.language] = body.sha256;
      files.set(body.sha256, body);
    }
    policies.push(named.length > 0 ? { ...policy, bodies } : policy);
  }
  return { content: { ...content, policies }, files: [...files.values()], problems };
}

/** A text of a policy. */
interface NamedFile {
  language: string;
  /** The Markdown file, below the folder. */
  name: string;
  /** Where the list names it. */
  path: Path;
}

/** Each text of a policy entry. */
function namedFiles(
  source: YamlSource,
  content: FeedContent,
  at: number,
): { named: readonly NamedFile[]; problems: readonly Finding[] } {
  const base = ["policies", at];
  const { file, files, bodies } = (content.policies?.[at] ?? {}) as Record<string, unknown>;
  const problem = (member: string, expected: string, found: string, fix: string) =>
    findingIn(source)("policy-file", [...base, member], { expected, found, fix });
  const wrong = (...what: Parameters<typeof problem>) => ({ named: [], problems: [problem(...what)] });
  if (bodies !== undefined) {
    const fix =
      "Remove `bodies` and name the Markdown file: `file: policies/privacy.md`. Publishing fills in the hashes.";
    return wrong("bodies", "`file` or `files`", "`bodies`", fix);
  }
  if (file !== undefined && files !== undefined) {
    return wrong("files", "`file` or `files`", "both", "Keep `files` where there are several languages.");
  }
  if (file !== undefined) {
    if (typeof file !== "string") return wrong("file", "a path", "another value", "file: policies/privacy.md");
    const language = content.publisher.languages?.[0] ?? "en";
    return { named: [{ language, name: file, path: [...base, "file"] }], problems: [] };
  }
  if (files === undefined) return { named: [], problems: [] };
  const example = "files: { en: policies/privacy.md, es: policies/privacidad.md }";
  if (files === null || typeof files !== "object") {
    return wrong("files", "a path for each language", "another value", example);
  }
  const named: NamedFile[] = [];
  const problems: Finding[] = [];
  for (const [language, name] of Object.entries(files)) {
    if (typeof name === "string" && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/.test(language)) {
      named.push({ language, name, path: [...base, "files", language] });
    } else {
      problems.push(problem("files", "a path for each language tag (BCP 47)", `“${language}”`, example));
    }
  }
  return { named, problems };
}

async function readBody(
  folder: string,
  source: YamlSource,
  { policy, language, name, path }: NamedFile & { policy: Record<string, unknown> },
): Promise<{ body?: PolicyFile; problems: readonly Finding[] }> {
  const { text, problem } = await readMarkdownBelow(folder, name, maxPolicyBytes);
  if (problem)
    return { problems: [{ ...source.placeOf(path), path: path.join("/"), rule: "policy-file", ...problem }] };
  const secret = secretIn(text);
  if (secret) {
    return {
      problems: [{ file: name, line: secret.line, column: 1, path: "", rule: "secret", ...secretWords(secret.what) }],
    };
  }
  const parsed = parseMarkdown(text);
  const version = valueAt(policy, ["version"]);
  const body: PolicyBody = {
    type: "policy",
    id: String(policy.id),
    language,
    ...(typeof version === "string" && { version }),
    body: { type: "root", children: parsed.children },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    body: { sha256: await sha256Hex(bytes), bytes },
    problems: [
      ...parsed.problems.map((one) => ({ file: name, path: "", rule: "markdown" as const, ...one })),
      ...placeholdersIn(text, name),
    ],
  };
}
