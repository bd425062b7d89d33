import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeText, readAuthoring } from "@trust-center/authoring";

/** What `check` calls an error in a list. */
export async function contentProblems(list: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-test-"));
  try {
    await writeFile(join(folder, "trust-center.yaml"), list);
    const { report } = await readAuthoring(folder);
    return report.errors.map((problem) => `${placeText(problem)} expected ${problem.expected}, found ${problem.found}`);
  } finally {
    await rm(folder, { recursive: true });
  }
}
