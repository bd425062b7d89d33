import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { verifyFolder } from "../publish/verify-folder.ts";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  readTree,
  temporaryFolder,
  write,
} from "../testing/folder.ts";
import { deployTree } from "./deploy.ts";
import { uploadSteps } from "./steps.ts";
import { readTarget } from "./target.ts";

const address = "https://acme.example/.well-known/trust-center/";

async function published() {
  const folder = await authoringFolder();
  await publishConfirmed(folder);
  return { folder, out: outIn(folder) };
}

test.each([
  ["site", { kind: "folder", folder: "/home/me/site" }],
  ["/srv/www", { kind: "folder", folder: "/srv/www" }],
  ["pages:../site", { kind: "pages", folder: "/home/site" }],
  ["acme.example:/srv/www", { kind: "rsync", place: "acme.example:/srv/www" }],
  ["deploy@acme.example:www", { kind: "rsync", place: "deploy@acme.example:www" }],
  ["s3://acme-site", { kind: "s3", bucket: "acme-site", prefix: "" }],
  ["s3://acme-site/www/a/", { kind: "s3", bucket: "acme-site", prefix: "www/a" }],
  ["rsync://acme.example/www", { kind: "rsync", place: "rsync://acme.example/www" }],
])("%s is a target", (text, target) => {
  expect(readTarget(text, "/home/me")).toEqual(target);
});

test.each([
  "",
  "s3://",
  "s3://Bucket/x",
  "s3://acme-site/../other",
  "s3://acme-site/a//b",
  "https://acme.example/",
  "-e:x",
  "--rsh=x:y",
  "ftp://acme.example",
])("“%s” is none", (text) => {
  expect(() => readTarget(text, "/home/me")).toThrow("Expected a target");
});

test("the head is sent after all that it names, the checkpoint last, and nothing that is not published", async () => {
  const { out } = await published();
  await write(out, { ".publish.lock": "1", "log/.x.tmp": "1" });
  const steps = await uploadSteps(out);
  expect(steps.slice(1)).toEqual([["head.json"], ["log/checkpoint"]]);
  const sent = steps.flat();
  expect(sent.filter((path) => path.includes("/.") || path.startsWith("."))).toEqual([]);
  expect(sent.toSorted()).toEqual(
    Object.keys(await readTree(out))
      .filter((path) => !/(?:^|\/)\./.test(path))
      .sort(),
  );
});

test("a folder holds the feed at its address; again writes nothing, a new version only what is new, and old files stay", async () => {
  const { folder, out } = await published();
  const site = await temporaryFolder();
  const target = readTarget(site, "/");
  const first = await deployTree({ out, address }, target);
  const place = join(site, ".well-known/trust-center");
  expect(first.place).toBe(`${place}/`);
  expect(first.written?.slice(-2)).toEqual([
    ".well-known/trust-center/head.json",
    ".well-known/trust-center/log/checkpoint",
  ]);
  expect(await verifyFolder(place)).toMatchObject({ problems: [] });
  expect((await deployTree({ out, address }, target)).written).toEqual([]);
  const before = Object.keys(await readTree(place));
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder);
  const second = await deployTree({ out, address }, target);
  expect(second.written?.length).toBeLessThan(first.written?.length ?? 0);
  expect(Object.keys(await readTree(place))).toEqual(expect.arrayContaining(before));
  expect(await verifyFolder(place)).toMatchObject({ problems: [] });
});

test("wherever sending ends, what is served is the version before or the new one", async () => {
  const { folder, out } = await published();
  const site = await temporaryFolder();
  await deployTree({ out, address }, readTarget(site, "/"));
  const place = join(site, ".well-known/trust-center");
  const old = await readFile(join(place, "head.json"), "utf8");
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder);
  const steps = (await uploadSteps(out)).flat();
  // A folder in the place of one file makes each sending end there.
  for (const path of steps.filter((name) => /^(?:feed|history|latest|head)/.test(name))) {
    const copy = await temporaryFolder();
    await deployTree({ out: place, address }, readTarget(copy, "/"));
    const there = join(copy, ".well-known/trust-center");
    const isNew = !(await readTree(there))[path];
    await rm(join(there, path), { force: true });
    await mkdir(join(there, path, "x"), { recursive: true });
    await expect(deployTree({ out, address }, readTarget(copy, "/"))).rejects.toThrow();
    if (path === "head.json") continue;
    await rm(join(there, path), { recursive: true });
    if (!isNew) await writeFile(join(there, path), await readFile(join(place, path)));
    expect(await readFile(join(there, "head.json"), "utf8"), path).toBe(old);
    // It verifies as its newest version.
    expect(await verifyFolder(there), path).toBeDefined();
  }
});

test("hosts of pages get their headers, beside what is there, and serve names that begin with a dot", async () => {
  const { out } = await published();
  const site = await temporaryFolder();
  await write(site, { _headers: "/*\n  x-own: 1" });
  const first = await deployTree({ out, address }, readTarget(`pages:${site}`, "/"));
  expect(first.written).toEqual(expect.arrayContaining(["_headers", ".nojekyll"]));
  const text = await readFile(join(site, "_headers"), "utf8");
  expect(text.startsWith("/*\n  x-own: 1\n# trust-center")).toBe(true);
  const rules = [...text.matchAll(/^(\/\S*)\n((?: {2}.*\n)+)/gm)].map(
    ([, path = "", lines = ""]) => [path, lines] as const,
  );
  const headersOf = (path: string) =>
    rules
      .filter(([rule]) => (rule.endsWith("*") ? path.startsWith(rule.slice(0, -1)) : rule === path))
      .map(([, lines]) => lines)
      .join("");
  const [feed] = Object.keys(await readTree(out)).filter((path) => path.startsWith("feed/"));
  expect(headersOf(`/.well-known/trust-center/${feed}`).match(/cache-control: .*/g)).toEqual([
    "cache-control: public, max-age=31536000, immutable",
  ]);
  expect(headersOf("/.well-known/trust-center/head.json").match(/cache-control: .*/g)).toEqual([
    "cache-control: no-cache",
  ]);
  expect(headersOf("/.well-known/trust-center/latest.json")).toContain("access-control-allow-origin: *");
  expect((await deployTree({ out, address }, readTarget(`pages:${site}`, "/"))).written).toEqual([]);
});

test("rsync is run once for each step, with nothing that it could take for an option, and its failure is told", async () => {
  const { out } = await published();
  const bin = await temporaryFolder();
  const log = join(bin, "log");
  await writeFile(join(bin, "rsync"), `#!/bin/sh\nprintf '%s\\n' "$*" >> '${log}'\nexit 0\n`);
  await chmod(join(bin, "rsync"), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}` };
  const result = await deployTree({ out, address }, readTarget("me@acme.example:/srv/www/", "/"), { env });
  expect(result).toEqual({ place: "me@acme.example:/srv/www/.well-known/trust-center/" });
  const runs = (await readFile(log, "utf8")).trimEnd().split("\n");
  const place = "me@acme.example:/srv/www/.well-known/trust-center/";
  expect(runs.map((words) => words.slice(words.indexOf(" -- ") + 4))).toEqual([
    `${out}/ ${place}`,
    `${out}/head.json ${place}`,
    `${out}/log/checkpoint ${place}log/`,
  ]);
  expect(runs[0]).toContain("--exclude=/head.json --exclude=/log/checkpoint");
  expect(runs.join("\n")).not.toContain("--delete");
  await writeFile(join(bin, "rsync"), "#!/bin/sh\necho 'no route' >&2\nexit 12\n");
  await expect(deployTree({ out, address }, readTarget("acme.example:/x", "/"), { env })).rejects.toThrow(
    /code 12: no route/,
  );
  await expect(
    deployTree({ out, address }, readTarget("acme.example:/x", "/"), { env: { PATH: "/nowhere" } }),
  ).rejects.toThrow("Install it");
});
