import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, inject } from "vitest";
import { type Demo, type DemoOptions, startDemo } from "../../examples/demo/demo.ts";

/** The demo, running for the tests of one file. */
export interface RunningDemo extends Demo {
  /** A folder for the tests, removed after them. */
  folder: string;
}

/** Starts the demo on free ports before a file's tests, and ends it after them. */
export function useDemo(more: Pick<DemoOptions, "now" | "relay"> = {}): RunningDemo {
  const running = {} as RunningDemo;
  beforeAll(async () => {
    running.folder = await mkdtemp(join(tmpdir(), "trust-center-e2e-"));
    Object.assign(
      running,
      await startDemo({ folder: join(running.folder, "demo"), port: 0, script: inject("script"), ...more }),
    );
  });
  afterAll(async () => {
    await running.close?.();
    await rm(running.folder, { recursive: true, force: true });
  });
  return running;
}
