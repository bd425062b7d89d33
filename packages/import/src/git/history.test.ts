import { execFile } from "node:child_process";
import { access, appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { readSource } from "../source/read-source.ts";
import { drafted } from "../testing/draft.ts";
import { readGitHistory } from "./history.ts";

const run = promisify(execFile);

const head = "# Sub-processors\n\n| Company | Purpose | Location |\n| --- | --- | --- |\n";
const rows = {
  harbour: "| Harbour Hosting GmbH | Hosting | Germany |\n",
  renamed: "| Harbour Cloud GmbH | Hosting | Germany |\n",
  pigeon: "| Pigeon | Mail | USA |\n",
  moved: "| Pigeon | Mail | Ireland |\n",
  worded: "| Pigeon | mail. | USA |\n",
  desk: "| Desk | Support | France |\n",
};

/** A commit of an invented history: files by their new text, or the new name of one; each is a day after the one before. */
interface Commit {
  branch?: string;
  /** Numbers of commits, from 1. */
  from?: number;
  merge?: number;
  rename?: [string, string];
  files?: Record<string, string>;
}

const bytes = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;

/** A repository with that history, made in one step (git-fast-import). */
async function repository(commits: readonly Commit[]) {
  const folder = await temporaryFolder();
  const git = (...words: string[]) => run("git", words, { cwd: folder });
  await git("init", "-q", "-b", "main");
  const stream = commits.map(({ branch = "main", from, merge, rename, files = {} }, at) => {
    // Written long before it was committed.
    const day = Date.UTC(2025, 2, at + 2, 4) / 1000;
    return [
      `commit refs/heads/${branch}\nmark :${at + 1}\nauthor A <a@a.example> 1577836800 +0000\n`,
      `committer A <a@a.example> ${day} -0500\n${bytes("x")}`,
      from === undefined ? "" : `from :${from}\n`,
      merge === undefined ? "" : `merge :${merge}\n`,
      rename === undefined ? "" : `R ${rename[0]} ${rename[1]}\n`,
      ...Object.entries(files).map(([name, text]) => `M 100644 inline ${name}\n${bytes(text)}`),
    ].join("");
  });
  const importing = run("git", ["fast-import", "--quiet"], { cwd: folder });
  importing.child.stdin?.end(stream.join("\n"));
  await importing;
  await git("reset", "-q", "--hard", "main");
  return { folder };
}

test("a file's history becomes past changes, through a new name of the file, a merge and a broken day", async () => {
  const list = (name: string, text: string): Commit => ({ files: { [name]: head + text } });
  const now = "subprocessors.md";
  const { folder } = await repository([
    list("list.md", rows.harbour + rows.pigeon),
    list("list.md", rows.harbour + rows.worded),
    { rename: ["list.md", now], ...list(now, rows.worded + rows.renamed) },
    { files: { [now]: "<<<<<<< nothing here\n" } },
    list(now, rows.worded + rows.renamed + rows.desk),
    // What a branch did is dated by its merge.
    { branch: "side", from: 5, ...list(now, rows.moved + rows.renamed + rows.desk) },
    { from: 5, files: { "other.md": "x" } },
    { from: 7, merge: 6, ...list(now, rows.moved + rows.renamed + rows.desk) },
    list(now, rows.moved + rows.renamed),
  ]);

  const path = join(folder, "subprocessors.md");
  const history = await readGitHistory(path);
  expect(history.revisions.map(({ path: then, committed }) => [then, committed])).toEqual([
    ["list.md", "2025-03-02T04:00:00Z"],
    ["list.md", "2025-03-03T04:00:00Z"],
    ...[4, 5, 6, 9, 10].map((date) => ["subprocessors.md", `2025-03-${String(date).padStart(2, "0")}T04:00:00Z`]),
  ]);
  const { content, report, check } = await drafted(await readSource(path), { history });
  expect(check.errors).toEqual([]);
  expect(report.history).toEqual({
    ...{ revisions: 7, unread: 1, told: 4, wording: 1, changes: 6, cut: false },
    ...{ from: "2025-03-02T04:00:00Z", until: "2025-03-10T04:00:00Z" },
  });
  expect(content.pastChanges?.map(({ date, kind, name }) => [date, kind, name])).toEqual([
    ["2025-03-02", "initial", undefined],
    ["2025-03-04", "renamed", "Harbour Cloud GmbH"],
    ["2025-03-04", "legal-entity", "Harbour Cloud GmbH"],
    ["2025-03-06", "added", "Desk"],
    ["2025-03-09", "location", "Pigeon"],
    ["2025-03-10", "removed", "Desk"],
  ]);
  // Ids are kept over the new name of a row.
  expect(content.subprocessors.map(({ id, name }) => [id, name])).toEqual([
    ["pigeon", "Pigeon"],
    ["harbour-hosting-gmbh", "Harbour Cloud GmbH"],
  ]);
});

test("nothing of a repository is run: its settings name programs", async () => {
  const { folder } = await repository([{ files: { "list.md": head + rows.harbour } }]);
  const trace = join(folder, "trace");
  const program = join(folder, "program.sh");
  await writeFile(program, `#!/bin/sh\ntouch ${trace}\ncat\n`, { mode: 0o755 });
  await writeFile(join(folder, ".gitattributes"), "*.md diff=evil filter=evil\n");
  const settings = [
    "[core]",
    "fsmonitor",
    "pager",
    '[diff "evil"]',
    "textconv",
    "[diff]",
    "external",
    '[filter "evil"]',
    "smudge",
  ];
  const config = [...settings, "[gpg]", "program"].map((line) =>
    line.startsWith("[") ? line : `  ${line} = ${program}`,
  );
  await appendFile(join(folder, ".git/config"), `${config.join("\n")}\n[log]\n  showSignature = true\n`);
  const { revisions } = await readGitHistory(join(folder, "list.md"));
  expect(new TextDecoder().decode(revisions[0]?.bytes)).toBe(head + rows.harbour);
  await expect(access(trace)).rejects.toThrow();
});

test("what cannot be read is named, with what to do", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "list.md"), head);
  await expect(readGitHistory(join(folder, "list.md"))).rejects.toThrow(/git repository/);
  const { folder: own } = await repository([{ files: { "a.md": "x" } }]);
  await writeFile(join(own, "list.md"), head);
  await expect(readGitHistory(join(own, "list.md"))).rejects.toThrow(/no commit that changed it/);
  const over = new AbortController();
  over.abort();
  await expect(readGitHistory(join(own, "a.md"), over.signal)).rejects.toThrow(/abort/i);
});
