import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { authoringFolder, changedList, publishConfirmed, start, testList } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";

const run = promisify(execFile);
const identity = ["-c", "user.name=A", "-c", "user.email=a@acme.example", "-c", "commit.gpgsign=false"];

/** A repository whose branch `main` has the list, and whose working copy has another on a branch. */
async function pullRequest(after: string, before = testList) {
  const folder = await authoringFolder({ "trust-center.yaml": before, ".gitignore": "*.pem\npublic/\n" });
  const git = (...words: string[]) => run("git", [...identity, ...words], { cwd: folder });
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "one");
  await git("checkout", "-qb", "change");
  await writeFile(join(folder, "trust-center.yaml"), after);
  return { folder, git };
}

const review = (folder: string, ...words: string[]) =>
  runIn(folder, ["review", ".", "--now", start, "--base", "main", ...words]);

test("a pull request is told in words with its deadlines, without keys and without published files", async () => {
  const { folder } = await pullRequest(changedList);
  const { code, stdout } = await review(folder, "--format", "markdown");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^<!-- trust-center review -->\n## Version 2: 1 change would be signed\n/);
  expect(stdout).toContain("Mail Two");
  // Notice of 30 days and 14 to object, from the terms of the other branch, in force on 10 January.
  expect(stdout).toMatch(/\| New: Mail Two \| 24 Jan 2026, 23:59 UTC \| 10 Feb 2026, 00:00 UTC \|/);
  expect(JSON.parse((await review(folder, "--json")).stdout)).toMatchObject({
    against: "base",
    changes: [{ kind: "added", onBase: false, deadline: "2026-01-24T23:59:59Z" }],
  });
});

test("what starts before its notice is over fails, where nothing published is at hand too", async () => {
  const early = changedList.replace("[Sending e-mail]\n", "[Sending e-mail]\n    since: 2026-01-05\n");
  const { folder } = await pullRequest(early);
  const { code, stdout } = await review(folder, "--format", "markdown");
  expect(code).toBe(1);
  expect(stdout).toContain("this cannot be published");
  const { report } = JSON.parse((await review(folder, "--json")).stdout);
  expect(report.errors).toMatchObject([{ rule: "notice-period", file: "trust-center.yaml" }]);
});

test("a branch that shortens the terms is held to those that were promised", async () => {
  const shorter = changedList.replace("P30D", "P1D");
  const { folder } = await pullRequest(shorter);
  const { changes } = JSON.parse((await review(folder, "--json")).stdout);
  const arrival = changes.find(({ kind }: { kind: string }) => kind === "added");
  expect(arrival.effective >= "2026-02-09").toBe(true);
});

test("what the other branch would publish too is told apart", async () => {
  const { folder, git } = await pullRequest(testList);
  await publishConfirmed(folder, { now: Date.parse(start) });
  await git("checkout", "-q", "main");
  await writeFile(join(folder, "trust-center.yaml"), changedList);
  await git("commit", "-qam", "two");
  await git("checkout", "-qb", "more");
  await writeFile(
    join(folder, "trust-center.yaml"),
    `${changedList}  - id: desk-three\n    name: Desk @everyone <b>\n`,
  );
  const { stdout } = await review(folder, "--format", "markdown");
  const [own = "", both = ""] = stdout.split("### The other branch would publish these too");
  expect(own).toContain("Desk");
  expect(own.split("### Changes")[1]).not.toContain("Mail Two");
  expect(both).toContain("Mail Two");
  expect(stdout).not.toMatch(/@everyone|<b>/);
});

test("a ref that is none is refused, also one that looks like an option", async () => {
  const { folder } = await pullRequest(changedList);
  for (const ref of ["nowhere", "--output=x"]) {
    const { code, stderr } = await runIn(folder, ["review", ".", `--base=${ref}`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`“${ref}”`)]);
  }
});

test("a list that is new on the branch is a first disclosure", async () => {
  const { folder, git } = await pullRequest(testList);
  await git("rm", "-q", "--cached", "trust-center.yaml");
  await git("commit", "-qm", "gone");
  await git("branch", "-f", "empty");
  const { stdout } = await runIn(folder, ["review", ".", "--now", start, "--base", "empty", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ against: "nothing", version: 1, changes: [{ kind: "initial" }] });
});

test("a dry run says the same words to programs", async () => {
  const folder = await authoringFolder();
  await publishConfirmed(folder, { now: Date.parse(start) });
  await writeFile(join(folder, "trust-center.yaml"), changedList);
  const { stdout } = await runIn(folder, ["publish", ".", "--dry-run", "--json", "--now", start]);
  expect(JSON.parse(stdout)).toMatchObject({
    inWords: [{ title: "New: Mail Two", deadline: "2026-01-24T23:59:59Z", segments: [] }],
    told: { channels: [], segments: [] },
  });
});

test("of published files that do not verify it is not said that nothing was published", async () => {
  const { folder } = await pullRequest(changedList);
  await publishConfirmed(folder, { now: Date.parse(start) });
  await writeFile(join(folder, "public/.well-known/trust-center/head.json"), "{}");
  const { code, stdout, stderr } = await review(folder);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("files that do not verify");
});
