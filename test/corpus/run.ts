import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAuthoring } from "@trust-center/authoring";
import { lookUp, type Step, steps } from "@trust-center/catalogue";
import { importList, sourceOf } from "@trust-center/import";
import { parse } from "yaml";

/**
 * `pnpm corpus <folder>`: imports every page of a folder and prints what was found, and how many names the catalogue
 * knows by each of its steps. Where the folder has a README.md that
 * says `name 12` of `name.html`, the numbers of entries are compared. The pages are somebody's: none is part of the project.
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("Expected a folder with pages. For example: pnpm corpus ../pages\n");
  process.exit(2);
}

const publisher = { name: "Acme", feed: "https://acme.example/.well-known/trust-center/" };
const readme = await readFile(join(folder, "README.md"), "utf8").catch(() => "");
const expectedOf = (name: string) =>
  new RegExp(`(?<![\\w-])${name.replace(/\.\w+$/, "")}(?: about)? (\\d+)`).exec(readme)?.[1];

interface Row {
  page: string;
  entries: number;
  expected: string;
  in: number;
  out: number;
  lost: number;
  questions: number;
  apart: number;
  errors: number;
  ms: number;
}

const rows: Row[] = [];
const recognised: Record<Step | "unknown", number> = { name: 0, spelling: 0, bare: 0, part: 0, unknown: 0 };
const work = await mkdtemp(join(tmpdir(), "trust-center-corpus-"));
try {
  for (const page of (await readdir(folder)).sort()) {
    if (page === "README.md") continue;
    rows.push(await rowOf(page, await readFile(join(folder, page))));
  }
} finally {
  await rm(work, { recursive: true });
}
const heads = ["page", "entries", "expected", "in", "out", "lost", "questions", "apart", "errors", "ms"] as const;
const lines = [heads.map(String), ...rows.map((row) => heads.map((head) => String(row[head])))];
const widths = heads.map((_, at) => Math.max(...lines.map((line) => (line[at] as string).length)));
for (const line of lines)
  console.log(
    line
      .map((cell, at) => cell.padEnd(widths[at] as number))
      .join("  ")
      .trimEnd(),
  );
const bad = rows.filter(
  (row) => row.lost > 0 || row.errors > 0 || (row.expected !== "" && row.expected !== String(row.entries)),
);
const sum = (of: "entries" | "questions" | "lost") => rows.reduce((total, row) => total + row[of], 0);
console.log(
  `${rows.length} pages, ${sum("entries")} entries, ${sum("questions")} questions, ${sum("lost")} words lost; ${bad.length} pages not as expected.`,
);
let known = 0;
const named = Object.values(recognised).reduce((total, count) => total + count, 0);
for (const step of steps) {
  known += recognised[step];
  console.log(`catalogue, up to ${step}: ${known} of ${named} rows (${Math.round((100 * known) / named)} %)`);
}
process.exitCode = bad.length > 0 ? 1 : 0;

async function rowOf(page: string, bytes: Uint8Array): Promise<Row> {
  const start = performance.now();
  const { list, record, report } = await importList(sourceOf(page, bytes), { publisher });
  const ms = Math.round(performance.now() - start);
  await writeFile(join(work, "trust-center.yaml"), list);
  await writeFile(join(work, "import.yaml"), record);
  const check = await readAuthoring(work);
  for (const { name } of (parse(list) as { subprocessors?: { name: string | Record<string, string> }[] })
    .subprocessors ?? []) {
    const text = typeof name === "string" ? name : (Object.values(name)[0] ?? "");
    recognised[lookUp(text)?.step ?? "unknown"] += 1;
  }
  return {
    page,
    entries: report.rows,
    expected: expectedOf(page) ?? "",
    in: report.words.in,
    out: report.words.out,
    lost: report.words.lost.reduce((total, { times }) => total + times, 0),
    questions: report.questions.length,
    apart: report.notPlaced.length,
    errors: check.report.errors.length,
    ms,
  };
}
