import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { scriptBundle } from "../../packages/widget/script/bundle.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the widget's script, as it is published. */
    script: string;
  }
}

/** Builds the script once for all files of the project. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
  await build(scriptBundle(folder));
  provide("script", folder);
  return () => rm(folder, { recursive: true, force: true });
}
