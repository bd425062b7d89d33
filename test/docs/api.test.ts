import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("typedoc makes the API pages without a warning", async () => {
  const out = await mkdtemp(join(tmpdir(), "trust-center-api-"));
  const { stdout, stderr } = await run("typedoc", ["--out", out, "--treatWarningsAsErrors"]).finally(() =>
    rm(out, { recursive: true, force: true }),
  );
  expect(stdout + stderr).not.toMatch(/\[(?:warning|error)\]/);
  // Half a minute of work; a busy machine takes its time.
}, 600_000);
