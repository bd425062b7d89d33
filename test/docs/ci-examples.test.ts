import { execFile } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { changedList, temporaryFolder, testKey, testList, write } from "@trust-center/authoring/testing";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

/**
 * The examples for CI, carried out: the commands of their jobs are run by a shell in clones of a repository, with the variables that
 * the forge would give, and with the command line of this workspace in the place of the published one.
 */
const root = fileURLToPath(new URL("../../", import.meta.url));
const example = (name: string) => readFile(join(root, "examples/ci", name), "utf8");

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}
interface Workflow {
  env: Record<string, string>;
  jobs: Record<string, { steps: Step[]; permissions: Record<string, string>; "timeout-minutes": number }>;
}
interface Job {
  script?: string[];
  after_script?: string[];
  extends?: string;
  rules?: unknown[];
}

const github = parse(await example("github.yml")) as Workflow;
const gitlab = parse(await example("gitlab.yml")) as Record<string, Job> & { variables: Record<string, string> };

let [work, origin, path] = ["", "", ""];

beforeEach(async () => {
  work = await temporaryFolder();
  origin = join(work, "origin.git");
  const bin = join(work, "bin");
  await mkdir(bin);
  const cli = join(root, "packages/cli/src/main.ts");
  await writeFile(
    join(bin, "npx"),
    `#!/bin/sh\n[ "$1" = -y ] && [ "$2" = @trust-center/cli@0.1.0 ] || exit 64\nshift 2\nexec "${process.execPath}" --conditions=source "${cli}" "$@"\n`,
  );
  await chmod(join(bin, "npx"), 0o755);
  path = `${bin}:${process.env.PATH}`;
  const first = join(work, "first");
  await write(first, { "trust/trust-center.yaml": testList, "trust/.gitignore": "*.key.pem\n" });
  await shell(
    work,
    'git init -q --bare -b main origin.git && git -C origin.git config receive.advertisePushOptions true && cd first && git init -q -b main && git add . && git commit -qm one && git push -q "$ORIGIN" main',
  );
});

interface Ran {
  code: number;
  output: string;
}

function shell(cwd: string, script: string, env: Record<string, string> = {}): Promise<Ran> {
  const identity = {
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@acme.example",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@acme.example",
  };
  const all = {
    PATH: path || String(process.env.PATH),
    HOME: work,
    GIT_CONFIG_NOSYSTEM: "1",
    NODE_COMPILE_CACHE: join(tmpdir(), "trust-center-compile-cache"),
    ORIGIN: origin,
    ...identity,
    ...env,
  };
  return new Promise((resolve) => {
    execFile(
      "bash",
      ["-e", "-o", "pipefail", "-c", script],
      { cwd, env: all, timeout: 100_000 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

let clones = 0;
/** A checkout of a branch, as the forge makes one for each job. */
async function checkout(branch = "main"): Promise<string> {
  clones += 1;
  const folder = join(work, `clone-${clones}`);
  expect(await shell(work, `git clone -q -b ${branch} "$ORIGIN" "${folder}"`)).toMatchObject({ code: 0 });
  return folder;
}

/** Pushes a list on a branch, and gives the commit that it left main at. */
async function pushBranch(branch: string, list: string): Promise<string> {
  const folder = await checkout();
  await write(folder, { "trust/trust-center.yaml": list });
  await shell(folder, `git checkout -qb ${branch} && git commit -qam change && git push -q origin ${branch}`);
  return (await shell(folder, "git rev-parse origin/main")).output.trim();
}

/** Comments of a pull request or merge request, on a real server. */
async function comments(): Promise<{ api: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const all = () => bodies.map((body, at) => ({ id: at, body, user: { type: "Bot" } }));
    if (request.method === "POST") bodies.push(JSON.parse(text).body);
    else if (request.method !== "GET") bodies[Number(request.url?.split("/").at(-1))] = JSON.parse(text).body;
    response.end(JSON.stringify(request.method === "GET" ? all() : {}));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** Runs the commands of a job of Actions until one fails. `values` are what its expressions stand for. */
async function runGithub(
  job: string,
  cwd: string,
  { values, env = {}, only }: { values: Record<string, string>; env?: Record<string, string>; only?: string },
): Promise<Ran> {
  let [failed, output] = [0, ""];
  for (const step of github.jobs[job]?.steps ?? []) {
    if (step.run === undefined || (only !== undefined && step.name !== only)) continue;
    const given = Object.entries(step.env ?? {}).map(([name, value]) => {
      const expression = /^\$\{\{ (.+) \}\}$/.exec(value)?.[1] ?? "";
      expect(values, `${job}: ${step.name}`).toHaveProperty([expression]);
      return [name, values[expression] ?? ""];
    });
    const ran = await shell(cwd, step.run, { ...github.env, ...env, ...Object.fromEntries(given) });
    failed ||= ran.code;
    output += ran.output;
    if (failed) break;
  }
  return { code: failed, output };
}

/** Runs the commands of a job of GitLab, in one shell as it does. */
function runGitlab(job: string, cwd: string, env: Record<string, string>): Promise<Ran> {
  const { TRUST_CENTER = "", FOLDER = "" } = gitlab.variables;
  return shell(cwd, (gitlab[job]?.script ?? []).join("\n"), { TRUST_CENTER, FOLDER, ...env });
}

const publishedHead = "main:trust/public/.well-known/trust-center/head.json";
const show = (what: string) => shell(work, `git -C "$ORIGIN" show ${what}`);

/** In some minutes: pages say as of which minute they are. */
const later = () => `${new Date(Date.now() + 5 * 60_000).toISOString().slice(0, 19)}Z`;

describe("GitHub Actions", () => {
  test("commands hold no expressions, which a title or a branch could fill; each job has an end and its own rights", () => {
    for (const [name, job] of Object.entries(github.jobs)) {
      expect(job.permissions, name).toBeDefined();
      expect(job["timeout-minutes"], name).toBeGreaterThan(0);
      for (const { run = "" } of job.steps) expect(run, name).not.toContain("${{");
    }
  });

  test("a pull request gets one comment with its deadlines, however often the job runs; one that starts too early fails", async () => {
    const base = await pushBranch("change", changedList);
    const { api, bodies } = await comments();
    await write(work, { "event.json": JSON.stringify({ pull_request: { number: 3 } }) });
    const env = {
      GITHUB_API_URL: api,
      GITHUB_REPOSITORY: "acme/site",
      GITHUB_EVENT_PATH: join(work, "event.json"),
      GITHUB_STEP_SUMMARY: join(work, "summary.md"),
    };
    const values = { "github.event.pull_request.base.sha": base, "github.token": "t0ken" };
    expect(await runGithub("review", await checkout("change"), { values, env })).toMatchObject({ code: 0 });
    expect(await runGithub("review", await checkout("change"), { values, env, only: "Comment" })).toMatchObject({
      code: 0,
    });
    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toContain("New: Mail Two");
    expect(await readFile(join(work, "summary.md"), "utf8")).toContain("Time to object, if it is published now");
    const today = new Date().toISOString().slice(0, 10);
    const early = await pushBranch("early", `${changedList}    since: ${today}\n`);
    const at = { ...values, "github.event.pull_request.base.sha": early };
    const ran = await runGithub("review", await checkout("early"), { values: at, env, only: "Review" });
    expect(ran.code).toBe(1);
    expect(await readFile(join(work, "summary.md"), "utf8")).toContain("this cannot be published");
  });

  test("publishing commits what was signed and never the key; a run that is repeated finds nothing to do", async () => {
    const values = {
      "secrets.TRUST_CENTER_KEY": testKey.trim(),
      "secrets.TRUST_CENTER_PASSPHRASE": "",
      "inputs.accept": "",
    };
    // The notice terms are signed for the first time: somebody has to accept that.
    const accepted = { ...values, "inputs.accept": "terms" };
    expect(await runGithub("publish", await checkout(), { values: accepted })).toMatchObject({ code: 0 });
    expect((await show(publishedHead)).code).toBe(0);
    const files = (await shell(work, 'git -C "$ORIGIN" ls-tree -r --name-only main')).output;
    expect(files).toContain("trust/trust-center.published.json");
    expect(files).not.toContain(".pem");
    const before = (await shell(work, 'git -C "$ORIGIN" rev-parse main')).output;
    const env = { TRUST_CENTER_NOW: later() };
    expect(await runGithub("publish", await checkout(), { values, env })).toMatchObject({ code: 0 });
    expect((await shell(work, 'git -C "$ORIGIN" rev-parse main')).output).toBe(before);
    expect(await runGithub("watch", await checkout(), { values })).toMatchObject({ code: 0 });
  });
});

describe("GitLab", () => {
  test("a merge request gets its comment, and its merge is published", async () => {
    const base = await pushBranch("change", changedList);
    const { api, bodies } = await comments();
    const env = {
      CI_API_V4_URL: api,
      CI_PROJECT_ID: "1",
      CI_MERGE_REQUEST_IID: "3",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: base,
    };
    expect(
      await runGitlab("trust-center-review", await checkout("change"), { ...env, TRUST_CENTER_GITLAB_TOKEN: "t0ken" }),
    ).toMatchObject({ code: 0 });
    expect(bodies).toEqual([expect.stringContaining("New: Mail Two")]);
    const key = join(work, "key");
    await writeFile(key, testKey);
    const publishing = {
      CI_DEFAULT_BRANCH: "main",
      TRUST_CENTER_KEY: key,
      TRUST_CENTER_REMOTE: origin,
      ACCEPT: "terms",
    };
    expect(await runGitlab("trust-center-publish", await checkout(), publishing)).toMatchObject({ code: 0 });
    expect((await show(publishedHead)).code).toBe(0);
  });

  test("each job has an end, and rules that say when it runs", () => {
    for (const [name, job] of Object.entries(gitlab)) {
      if (!name.startsWith("trust-center")) continue;
      expect([job.extends, job.rules?.length], name).toEqual([".trust-center", expect.any(Number)]);
    }
  });
});
