import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { beforeAll, expect, test } from "vitest";
import type { LanguageTag } from "../../packages/reading/src/language/tags.ts";
import { languageFiles } from "../../packages/reading/src/testing/languages.ts";
import { scriptBundle, scriptName } from "../../packages/widget/script/bundle.ts";
import { classicName } from "../../packages/widget/script/vouch.ts";
import { isInEnglish } from "../benchmarks/sizes.ts";

/**
 * Ceilings in brotli bytes, just above what is measured. They are raised on purpose alone; the goals are 23 000, 45 000,
 * 3 000 a language, and 3 000 for the verifier without schemas and transport. `shared`: what verifies a log that grew, the client
 * that tries again, and what parts have in common. `software`: Ed25519 for browsers of before 2025, which no other loads.
 * `classic`: what loads the script on pages without script tags for modules, which no other page loads. `languages`: the
 * files of all languages and their hashes, which is loaded before any of them.
 */
const ceilings = {
  firstView: 29_780,
  everything: 80_850,
  software: 2_900,
  languages: 2_370,
  verifier: 3_000,
  shared: 14_230,
  classic: 540,
};

/** Each language's. Letters beside Latin ones have two or three bytes. */
const languageCeilings: Record<Exclude<LanguageTag, "en">, number> = {
  ar: 5_250,
  bg: 5_600,
  cs: 5_320,
  da: 4_750,
  de: 5_270,
  el: 6_020,
  es: 4_700,
  et: 4_800,
  fi: 5_100,
  fr: 5_250,
  ga: 5_300,
  he: 4_650,
  hi: 5_250,
  hr: 4_950,
  hu: 5_300,
  is: 5_100,
  it: 4_900,
  ja: 5_000,
  ko: 4_700,
  lt: 5_150,
  lv: 5_100,
  mt: 5_350,
  nb: 4_800,
  nl: 5_050,
  pl: 5_450,
  pt: 4_900,
  "pt-BR": 4_900,
  ro: 5_150,
  sk: 5_370,
  sl: 4_950,
  sv: 4_850,
  tr: 4_900,
  uk: 5_800,
  "zh-Hans": 4_270,
  "zh-Hant": 4_500,
};

let sizes: Map<string, number>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
  await build(scriptBundle(folder));
  const files = (await readdir(folder)).filter((file) => file.endsWith(".js"));
  sizes = new Map(
    await Promise.all(files.map(async (file) => [file, weighed(await readFile(join(folder, file), "utf8"))] as const)),
  );
  console.log(Object.fromEntries(sizes));
});

/** How many sets of hashes a file is weighed with. */
const variants = 9;

/**
 * Brotli bytes of a file, the mean over hashes of its parts: another letter of a part gives another hash, and that alone made
 * up to 90 bytes of difference.
 */
function weighed(code: string): number {
  const sizes = Array.from({ length: variants }, (_, at) => {
    const other = (text: string, length: number) =>
      createHash("sha512").update(`${at} ${text}`).digest("base64url").slice(0, length);
    return brotliCompressSync(
      code
        .replace(/(?<=sha256-)[\w+/]{43}(?==)/g, (hash) => other(hash, 43))
        .replace(/(?<=\b([\w-]+?)-)[\w-]{8}(?=\.js\b)/g, (_hash, name: string) => other(name, 8)),
    ).length;
  });
  return Math.round(sizes.reduce((sum, size) => sum + size) / variants);
}

const sum = (wanted: (file: string) => boolean) =>
  [...sizes].filter(([file]) => wanted(file)).reduce((total, [, size]) => total + size, 0);
/** Files that the script imports at once: none but itself, see vouch.ts. */
const isFirst = (file: string) => file === scriptName;
const languages = Object.entries(languageCeilings);
const ofLanguage = (tag: string) => (file: string) =>
  file.startsWith(`${tag}-`) && !(tag === "pt" && file.startsWith("pt-BR-"));
const isClassic = (file: string) => file === classicName(scriptName);
const isSoftware = (file: string) => file.startsWith("software-");
const isTable = (file: string) => file.startsWith("locales-");

test("the first verified view", () => {
  expect(sum(isFirst)).toBeLessThanOrEqual(ceilings.firstView);
});

test("the script imports nothing at once but the files counted as its first view", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
  await build(scriptBundle(folder));
  const code = await readFile(join(folder, scriptName), "utf8");
  const imported = [...code.matchAll(/(?:^|[;}])(?:import|export)\b[^;(]*?from\s*["'`]\.\/([^"'`]+)["'`]/g)].map(
    ([, file]) => file ?? "",
  );
  expect(imported.filter((file) => !isFirst(file))).toEqual([]);
});

test("everything that it can ever load, in one language, but what the platform has itself", () => {
  expect(sum(isInEnglish)).toBeLessThanOrEqual(ceilings.everything);
});

test("what verifies where the platform cannot", () => {
  const size = sum(isSoftware);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(ceilings.software);
});

test("what loads the script where script tags are classic", () => {
  const size = sum(isClassic);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(ceilings.classic);
});

test("what parts have in common, and what is seldom loaded", () => {
  const size = sum((file) => file.startsWith("shared-"));
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(ceilings.shared);
});

test("the table of languages", () => {
  const size = sum(isTable);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(ceilings.languages);
});

test.each(languages)("a further language: %s", (tag, ceiling) => {
  const size = sum(ofLanguage(tag));
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThanOrEqual(ceiling);
});

test("the words of mails, pages and files are in no part of the script", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
  await build(scriptBundle(folder));
  const scripts = (await readdir(folder)).filter((file) => file.endsWith(".js"));
  const code = (await Promise.all(scripts.map((file) => readFile(join(folder, file), "utf8")))).join("\n");
  const files = [...languageFiles.values()];
  expect(files.filter(({ more }) => !code.includes(more.takeAlong ?? ""))).toEqual([]);
  const left = files.flatMap(({ mail, pages, files }) => [mail.noticeIntro, pages.left_text, files.copyForReading]);
  expect(left.filter((words) => !words || code.includes(words))).toEqual([]);
});

test("the same source gives the same files", async () => {
  const hashes = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
      await build(scriptBundle(folder));
      return readFile(join(folder, "integrity.json"), "utf8");
    }),
  );
  expect(new Set(hashes).size).toBe(1);
});

test("what the verifier adds to the script, schemas and transport aside", async () => {
  const stub = fileURLToPath(new URL("../../packages/widget/script/without-verifier.ts", import.meta.url));
  const replace: Plugin = {
    name: "without-verifier",
    enforce: "pre",
    resolveId: (id) => (id.endsWith("/verify/view.ts") ? stub : undefined),
  };
  const folder = await mkdtemp(join(tmpdir(), "trust-center-script-"));
  await build(scriptBundle(folder, [replace]));
  const rest = weighed(await readFile(join(folder, scriptName), "utf8"));
  const added = (sizes.get(scriptName) ?? 0) - rest;
  console.log({ "the verifier": added });
  expect(added).toBeGreaterThan(1_000);
  expect(added).toBeLessThanOrEqual(ceilings.verifier);
});
