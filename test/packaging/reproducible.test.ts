import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { scriptName } from "../../packages/widget/script/bundle.ts";
import { copyOf } from "../mutants/copy.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What differs between two machines. */
interface Machine {
  /** Days that its clock is ahead. */
  ahead: number;
  zone: string;
  language: string;
}

/** Builds the widget's script in a new copy of the sources: SHA-256 by the file's name. */
async function buildOn({ ahead, zone, language }: Machine): Promise<Record<string, string>> {
  const copy = await copyOf(root);
  onTestFinished(() => rm(copy, { recursive: true, force: true }));
  const widget = join(copy, "packages/widget");
  const clock = `const Real = Date, ahead = ${ahead} * 864e5;
globalThis.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
  static now() { return Real.now() + ahead; }
};
console.log(new Date().toISOString());`;
  const loaded = `data:text/javascript,${encodeURIComponent(clock)}`;
  const env = { PATH: process.env.PATH, TZ: zone, LC_ALL: language };
  const vite = join(widget, "node_modules/vite/bin/vite.js");
  const { stdout } = await run(process.execPath, ["--import", loaded, vite, "build"], { cwd: widget, env });
  const day = new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);
  expect(stdout).toContain(day);
  const built = join(widget, "dist/script");
  const names = (await readdir(built)).sort();
  const hashes = names.map(async (name) => [name, sha256(await readFile(join(built, name)))] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("the widget's script has the same bytes from another folder, at another time, in another zone", async () => {
  const here = await buildOn({ ahead: 0, zone: "UTC", language: "C" });
  const there = await buildOn({ ahead: 400, zone: "Pacific/Auckland", language: "de_DE.UTF-8" });
  expect(Object.keys(here)).toEqual(expect.arrayContaining([scriptName, "integrity.json"]));
  expect(there).toEqual(here);
});
