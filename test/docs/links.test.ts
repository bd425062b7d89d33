import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
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
  const files = stdout.split("\n").filter((file) => file && !file.startsWith("examples/"));
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

test("every path that CONTRIBUTING sends to is there", async () => {
  const text = await readFile(join(root, "CONTRIBUTING.md"), "utf8");
  const paths = [...text.matchAll(/`((?:packages|test|examples|docs)\/[\w./-]+\.(?:ts|md|json|css|html))`/g)].map(
    ([, path]) => path ?? "",
  );
  expect(paths.length).toBeGreaterThan(15);
  const missing: string[] = [];
  for (const path of paths) await access(join(root, path)).catch(() => missing.push(path));
  expect(missing).toEqual([]);
});
