import { readFile } from "node:fs/promises";
import { UsageError } from "@trust-center/authoring";
import { TrustCenterError } from "@trust-center/feed";
import { readBody } from "@trust-center/sdk";
import { commentMark } from "./words.ts";

/** Where a comment can be put. */
export const forges = ["github", "gitlab"] as const;
export type Forge = (typeof forges)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** A thread of comments, as one forge's interface has it. */
interface Thread {
  /** Comments in pages, and where a new one goes. */
  comments: URL;
  headers: Record<string, string>;
  /** Where one that is there is replaced, and how. */
  one: (id: number) => URL;
  replace: "PATCH" | "PUT";
  /** Whether a comment is of the project's own people or programs: a stranger's is never replaced. */
  isOwn: (comment: Comment) => boolean;
}

interface Comment {
  id?: unknown;
  body?: unknown;
  user?: { type?: unknown };
  author_association?: unknown;
  system?: unknown;
}

/** Characters of a comment (GitHub takes 65,536), milliseconds for an answer, bytes of it, and pages that are looked through. */
const limits = { comment: 60_000, answer: 20_000, bytes: 8 * 1024 * 1024, pages: 20, perPage: 100 } as const;

/**
 * Puts a comment into the pull request that a job of CI runs for: over the one that an earlier run left, else as a new one.
 *
 * @returns whether one was made, replaced, or said the same already
 * @throws {UsageError} where the environment names no pull request or no token
 * @throws {TrustCenterError} `network`, `timeout`, `too-large`
 */
export async function putComment(
  forge: Forge,
  text: string,
  { env, signal }: { env: Environment; signal: AbortSignal },
): Promise<"made" | "replaced" | "unchanged"> {
  const body =
    text.length > limits.comment ? `${text.slice(0, limits.comment)}\n\n… and more: see the log of this job.` : text;
  const thread = forge === "github" ? await githubThread(env) : gitlabThread(env);
  const before = await earlier(thread, signal);
  if (before?.body === body) return "unchanged";
  const content = JSON.stringify({ body });
  if (before)
    await ask(thread.one(before.id), { method: thread.replace, headers: thread.headers, body: content }, signal);
  else await ask(thread.comments, { method: "POST", headers: thread.headers, body: content }, signal);
  return before ? "replaced" : "made";
}

async function earlier(thread: Thread, signal: AbortSignal): Promise<{ id: number; body: string } | undefined> {
  for (let page = 1; page <= limits.pages; page++) {
    const url = new URL(thread.comments);
    url.search = new URLSearchParams({ per_page: String(limits.perPage), page: String(page) }).toString();
    const found = await ask(url, { headers: thread.headers }, signal);
    if (!Array.isArray(found))
      throw new TrustCenterError("network", `Expected a list of comments from ${url.origin}, found none.`);
    for (const comment of found as Comment[]) {
      const { id, body } = comment ?? {};
      if (typeof id === "number" && typeof body === "string" && body.startsWith(commentMark) && thread.isOwn(comment))
        return { id, body };
    }
    if (found.length < limits.perPage) return undefined;
  }
  return undefined;
}

/** https://docs.github.com/en/rest/issues/comments, with the variables of a job of Actions. */
async function githubThread(env: Environment): Promise<Thread> {
  const repository = required(env, "GITHUB_REPOSITORY", /^(?!\.+\/)[\w.-]+\/(?!\.+$)[\w.-]+$/);
  const token = required(env, "GITHUB_TOKEN", /^[\x21-\x7e]+$/);
  const event = required(env, "GITHUB_EVENT_PATH", /./);
  const number = numberIn(await readFile(event, "utf8").catch(() => ""));
  const base = baseOf(env, "GITHUB_API_URL", `repos/${repository}/issues/`);
  return {
    comments: new URL(`${number}/comments`, base),
    one: (id) => new URL(`comments/${id}`, base),
    replace: "PATCH",
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "content-type": "application/json",
      "user-agent": "trust-center",
    },
    isOwn: ({ user, author_association }) =>
      user?.type === "Bot" || ["OWNER", "MEMBER", "COLLABORATOR"].includes(String(author_association)),
  };
}

/** https://docs.gitlab.com/api/notes, with the variables of a job of a merge request. Others' notes cannot be replaced there. */
function gitlabThread(env: Environment): Thread {
  const project = required(env, "CI_PROJECT_ID", /^\d+$/);
  const number = required(env, "CI_MERGE_REQUEST_IID", /^\d+$/);
  const token = required(env, "TRUST_CENTER_GITLAB_TOKEN", /^[\x21-\x7e]+$/);
  const notes = baseOf(env, "CI_API_V4_URL", `projects/${project}/merge_requests/${number}/notes`);
  return {
    comments: notes,
    one: (id) => new URL(`${notes.href}/${id}`),
    replace: "PUT",
    headers: { "private-token": token, "content-type": "application/json", "user-agent": "trust-center" },
    isOwn: ({ system }) => system !== true,
  };
}

function numberIn(event: string): number {
  try {
    const { pull_request, number } = JSON.parse(event) as { pull_request?: { number?: unknown }; number?: unknown };
    const found = pull_request?.number ?? number;
    if (pull_request && Number.isSafeInteger(found)) return found as number;
  } catch {}
  throw new UsageError(
    "Expected GITHUB_EVENT_PATH to be the event of a pull request, found another. Run this step for `pull_request` alone.",
  );
}

function required(env: Environment, name: string, form: RegExp): string {
  const value = env[name];
  if (value !== undefined && form.test(value)) return value;
  throw new UsageError(
    `Expected the environment to have ${name}, as a job for a pull request has, found ${value === undefined || value === "" ? "none" : "something else"}. Run --comment in such a job, and give it the token.`,
  );
}

/** A token goes to https:// alone, and to this machine. */
function baseOf(env: Environment, name: string, path: string): URL {
  const url = URL.parse(required(env, name, /^https?:\/\//));
  const isLocal = url?.hostname === "localhost" || url?.hostname === "127.0.0.1";
  if (url && (url.protocol === "https:" || isLocal)) return new URL(`${url.href.replace(/\/*$/, "/")}${path}`);
  throw new UsageError(`Expected ${name} to be an https:// address, found ${env[name]}.`);
}

async function ask(url: URL, init: RequestInit, signal: AbortSignal): Promise<unknown> {
  const deadline = AbortSignal.any([AbortSignal.timeout(limits.answer), signal]);
  const at = `${url.origin}${url.pathname}`;
  try {
    const response = await fetch(url, { ...init, redirect: "error", signal: deadline });
    const bytes = await readBody(response, limits.bytes, at);
    if (!response.ok) {
      throw new TrustCenterError(
        "network",
        `Expected ${at} to take the comment, found HTTP status ${response.status}. The token has to be allowed to write comments of pull requests; that of a fork's pull request is not.`,
        { url: at, status: response.status },
      );
    }
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    if (cause instanceof TrustCenterError) throw cause;
    signal.throwIfAborted();
    const [code, found] = deadline.aborted ? (["timeout", "none in time"] as const) : (["network", "none"] as const);
    throw new TrustCenterError(code, `Expected an answer of ${at}, found ${found}.`, { url: at }, { cause });
  }
}
