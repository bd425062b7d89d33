import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type ErrorCode, isAlarm, meaningOf, meanings } from "@trust-center/feed";
import { build } from "vite";
import { expect, test } from "vitest";
import { shortMeanings } from "../../packages/widget/script/meanings.ts";

const errors = fileURLToPath(new URL("../../packages/feed/src/errors.ts", import.meta.url));

test("what the script knows of each error code is the same as everywhere, and no more than it asks", async () => {
  const outDir = await mkdtemp(join(tmpdir(), "trust-center-meanings-"));
  const lib = { entry: errors, formats: ["es" as const], fileName: "errors" };
  await build({
    configFile: false,
    logLevel: "warn",
    plugins: [shortMeanings()],
    build: { outDir, emptyOutDir: true, lib },
  });
  const short = (await import(pathToFileURL(join(outDir, "errors.js")).href)) as typeof import("@trust-center/feed");
  for (const code of Object.keys(meanings) as ErrorCode[]) {
    for (const evidence of [{}, { issues: [] }]) {
      expect([code, short.isAlarm({ code, evidence })]).toEqual([code, isAlarm({ code, evidence })]);
    }
    expect([code, short.meaningOf(code).showsLast]).toEqual([code, meaningOf(code).showsLast]);
  }
  expect(short.meanings).not.toHaveProperty("rollback");
  expect(short.meanings.network).toEqual({ showsLast: true });
});
