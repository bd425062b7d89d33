import { execFile } from "node:child_process";
import { access, glob, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** The anchor that a heading gets where Markdown is shown. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

async function anchorsOf(path: string): Promise<Set<string>> {
  const text = await readFile(path, "utf8");
  return new Set([...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => anchor(heading ?? "")));
}

test("every link and every path that the documents name is there", async () => {
  const { stdout } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
    cwd: root,
  });
  const files = stdout
    .split("\n")
    .filter((file) => file && (!file.startsWith("examples/") || /README\.md$/.test(file)));
  expect(files.length).toBeGreaterThan(15);
  const broken: string[] = [];
  for (const file of files) {
    const text = (await readFile(join(root, file), "utf8")).replace(/```[\s\S]*?```/g, "");
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [path = "", fragment] = target.split("#");
      const found = path === "" ? join(root, file) : join(root, dirname(file), path);
      const isThere = await access(found).then(
        () => true,
        () => false,
      );
      const hasAnchor =
        !isThere || fragment === undefined || !found.endsWith(".md") || (await anchorsOf(found)).has(fragment);
      if (!isThere || !hasAnchor) broken.push(`${file}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

/** Paths in code spans, from the root. Below a heading that names a package they start in its folder. */
function pathsIn(text: string): string[] {
  return text.split(/^(?=#{2,3} )/m).flatMap((section) => {
    const folder = /^### `(packages\/\w+)`/.exec(section)?.[1] ?? "";
    const spans = [...section.matchAll(/`([\w./<>-]+)`/g)].map(([, span]) => span ?? "");
    return spans.flatMap((span) => {
      // `pnpm api` makes this folder.
      if (span === "docs/api") return [];
      if (/^(?:packages|test|examples|docs)\/./.test(span)) return [span];
      if (folder && /^(?:src|script)\/.|^package\.json$/.test(span)) return [`${folder}/${span}`];
      return /^[\w.-]+\.(?:config\.ts|md)$|^(?:biome|package)\.json$/.test(span) ? [span] : [];
    });
  });
}

test.each(["CONTRIBUTING.md", "docs/architecture.md"])("every path that %s sends to is there", async (file) => {
  const paths = pathsIn(await readFile(join(root, file), "utf8"));
  expect(paths.length).toBeGreaterThan(15);
  const missing: string[] = [];
  for (const path of paths) {
    // `<tag>` stands for any name.
    const found = await glob(path.replace(/<\w+>/g, "*").replace(/\/$/, ""), { cwd: root }).next();
    if (found.done) missing.push(path);
  }
  expect(missing).toEqual([]);
});

test("a list that sends to every package has a heading for each", async () => {
  const text = await readFile(join(root, "CONTRIBUTING.md"), "utf8");
  const folders = await readdir(join(root, "packages"));
  expect(folders.filter((folder) => !text.includes(`\n### \`packages/${folder}\`\n`))).toEqual([]);
});

test("every function that the architecture names stands in the file that it names", async () => {
  const text = await readFile(join(root, "docs/architecture.md"), "utf8");
  const pairs = [...text.matchAll(/`(\w+)`\s+\(`(packages\/[\w./-]+\.ts)`/g)].map(([, name = "", path = ""]) => ({
    name,
    path,
  }));
  expect(pairs.length).toBeGreaterThan(25);
  const missing: string[] = [];
  for (const { name, path } of pairs) {
    const code = await readFile(join(root, path), "utf8");
    if (!new RegExp(`^(?:export )?(?:async )?(?:function|const|class) ${name}\\b`, "m").test(code))
      missing.push(`${name} in ${path}`);
  }
  expect(missing).toEqual([]);
});
