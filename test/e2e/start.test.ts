import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** A program, what it has written so far, and how it ends. */
function program(file: string, values: string[] = [], cwd = path(".")) {
  const child: ChildProcess = spawn(process.execPath, ["--conditions=source", path(file), ...values], { cwd });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (output += data));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(() => void child.kill("SIGKILL"));
  return {
    child,
    ended,
    output: () => output,
    says: async (words: RegExp) => {
      for (
        const end = Date.now() + 100_000;
        !words.test(output);
        await new Promise((resolve) => setTimeout(resolve, 50))
      ) {
        if (Date.now() > end) throw new Error(`Waited for ${words}, read: ${output}`);
      }
    },
  };
}

test("start prints addresses that answer, takes the next port when one is taken, and Ctrl-C ends it", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.once("error", () => resolve()).listen(4320, "127.0.0.1", () => resolve()));
  const start = program("examples/start.ts");
  await start.says(/Ctrl-C ends everything/);
  const pages = [...start.output().matchAll(/^ {2}(http:\/\/localhost:\d+\/) {3}/gm)].map(([, page]) => page ?? "");
  expect(pages).toHaveLength(3);
  expect(pages).not.toContain("http://localhost:4320/");
  for (const page of pages) expect((await fetch(page)).status).toBe(200);

  const [, feed = "", pin = ""] = /verify (http\S+) --pin (\S+)/.exec(start.output()) ?? [];
  const memory = await mkdtemp(join(tmpdir(), "trust-center-watch-"));
  const verify = program("packages/cli/src/main.ts", ["verify", feed, "--pin", pin]);
  expect(await verify.ended).toBe(0);
  const first = program("examples/node/watch.ts", [feed, pin], memory);
  expect(await first.ended).toBe(0);
  expect(first.output()).toMatch(/verified, fresh/);
  expect(first.output()).toMatch(/added .*object until/);
  const second = program("examples/node/watch.ts", [feed, pin], memory);
  expect(await second.ended).toBe(0);
  expect(second.output().trim().split("\n")).toHaveLength(1);
  const wrong = program("examples/node/watch.ts", [feed, `sha256-${"A".repeat(43)}`], memory);
  expect(await wrong.ended).toBe(1);

  start.child.kill("SIGINT");
  expect(await start.ended).toBe(0);
  await expect(fetch(pages[0] ?? "")).rejects.toThrow();
  await rm(memory, { recursive: true, force: true });
  taken.close();
});
