import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, describe, expect, test } from "vitest";
import { languageTags } from "../../packages/reading/src/language/tags.ts";
import { installed, type Packed, packAll, packageNames } from "./packed.ts";

const run = promisify(execFile);
let packed: Packed[];
let project: string;

beforeAll(async () => {
  packed = await packAll();
  project = await installed(packed);
}, 240_000);

const find = (name: string) => packed.find((one) => one.name === name) as Packed;

describe.each(packageNames)("%s as it is published", (name) => {
  test("publint finds nothing", async () => {
    const bytes = await readFile(find(name).tarball);
    const { messages, pkg } = await publint({
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("its types resolve for every ES module reader", async () => {
    const analysed = await checkPackage(createPackageFromTarballData(await readFile(find(name).tarball)));
    const problems = "problems" in analysed ? analysed.problems : ["no types"];
    // Packages are ES modules alone: who requires one gets an error from Node that says so.
    const others = problems.filter(
      (problem) =>
        typeof problem === "string" ||
        !["CJSResolvesToESM", "NoResolution"].includes(problem.kind) ||
        (problem.kind === "NoResolution" && problem.resolutionKind !== "node10"),
    );
    expect(others).toEqual([]);
  });

  test("holds no sources, no tests and no key", async () => {
    const { stdout } = await run("tar", ["-tzf", find(name).tarball]);
    const files = stdout.split("\n");
    expect(files.filter((file) => /\.test\.|\/src\/|\/testing\/|\.pem$|tsconfig/.test(file))).toEqual([]);
    expect(files).toContain("package/package.json");
    expect(files).toContain("package/README.md");
    expect(files).toContain("package/LICENSE");
  });
});

test("what each package exports is what this list says: changing it is a decision", async () => {
  const script = join(project, "exports.mjs");
  const entries = [
    "catalogue",
    "feed",
    "feed/mock",
    "feed/json-schema",
    "reading",
    "reading/words",
    ...languageTags.map((tag) => `reading/words/${tag}`),
    "sdk",
    "sdk/file-store",
    "sdk/discovery",
    "sdk/public-fetch",
    "sdk/time-stamps",
    "widget",
    "widget/define",
    "widget/preact",
    "widget/react",
    "widget/solid",
    "widget/svelte",
    "widget/vue",
    "prerender",
    "authoring",
    "import",
    "cli",
    "server",
  ];
  await writeFile(
    script,
    `const found = {};
for (const entry of ${JSON.stringify(entries)}) found[entry] = Object.keys(await import("@trust-center/" + entry)).sort();
console.log(JSON.stringify(found));`,
  );
  const { stdout } = await run(process.execPath, [script]);
  await expect(JSON.stringify(JSON.parse(stdout), null, 2)).toMatchFileSnapshot("./exports.json");
});

test("the programs run from the packed packages", async () => {
  const bin = (name: string) => join(project, "node_modules/@trust-center", name, "dist/main.js");
  expect((await run(process.execPath, [bin("cli"), "--help"])).stdout).toContain("publish");
  const create = join(project, "node_modules/create-trust-center/dist/main.js");
  expect((await run(process.execPath, [create, "--help"])).stdout).toContain("trust-center init");
  expect((await run(process.execPath, [bin("server"), "--help"])).stdout).toContain("--receipt-key");
  // The inbox's page is in the package, where the program looks for it.
  const pages = await readdir(join(project, "node_modules/@trust-center/server/dist/page"));
  expect(pages).toEqual([expect.stringMatching(/^inbox-[\w-]+\.js$/)]);
  const folder = join(project, "trust");
  await run(process.execPath, [
    bin("cli"),
    "init",
    folder,
    "--yes",
    "--name",
    "Acme",
    "--feed",
    "https://acme.example/.well-known/trust-center/",
    "--email",
    "privacy@acme.example",
  ]);
  const list = join(folder, "trust-center.yaml");
  await writeFile(list, (await readFile(list, "utf8")).replaceAll("REPLACE ME with", "Example of"));
  await run(process.execPath, [bin("cli"), "publish", folder, "--yes"]);
  const { stdout } = await run(process.execPath, [
    bin("cli"),
    "verify",
    join(folder, "public/.well-known/trust-center"),
    "--json",
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ trust: expect.any(String) });
  // The script that embed copies is the one of the installed widget, under the hash that its build wrote down.
  const embedded = JSON.parse((await run(process.execPath, [bin("cli"), "embed", folder, "--json"])).stdout);
  const built = JSON.parse(await readFile(join(find("widget").folder, "dist/script/integrity.json"), "utf8"));
  expect(embedded.tag).toContain(`integrity="${built["trust-center.js"]}"`);
  expect(await readFile(join(folder, "public/trust-center/trust-center.js"))).toEqual(
    await readFile(join(find("widget").folder, "dist/script/trust-center.js")),
  );
  const { version } = JSON.parse(await readFile(join(find("cli").folder, "package.json"), "utf8"));
  expect((await run(process.execPath, [bin("cli"), "--version"])).stdout).toBe(`${version}\n`);
  const schema = join(project, "node_modules/@trust-center/authoring/schema/trust-center.json");
  expect(JSON.parse(await readFile(schema, "utf8"))).toHaveProperty("properties.subprocessors");
});
