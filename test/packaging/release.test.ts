import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { pnpm } from "../run/pnpm.ts";
import { packageNames } from "./packed.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

interface Workflow {
  permissions: object;
  jobs: Record<string, { "timeout-minutes"?: number; permissions?: object; steps: { uses?: string; with?: object }[] }>;
}

interface Component {
  group?: string;
  name: string;
  version: string;
  purl: string;
  hashes?: object[];
  externalReferences?: { type: string; hashes?: object[] }[];
}

test("workflows use actions by their commit alone, with no more rights than are named", async () => {
  const names = await readdir(new URL("../../.github/workflows", import.meta.url));
  expect(names).toContain("release.yml");
  for (const name of names) {
    const { permissions, jobs }: Workflow = parse(await read(`.github/workflows/${name}`));
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) {
      expect(job).toMatchObject({ "timeout-minutes": expect.any(Number), permissions: expect.any(Object) });
      const used = job.steps.flatMap(({ uses }) => uses ?? []);
      expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    }
  }
});

test("the bill of materials names all that the packages depend on, with its hash", async () => {
  const { stdout } = await pnpm(root, "--silent", "bom");
  const bill = JSON.parse(stdout) as { bomFormat: string; specVersion: string; components: Component[] };
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: expect.stringMatching(/^1\.\d$/) });
  const found = new Map(bill.components.map((one) => [one.group ? `${one.group}/${one.name}` : one.name, one]));
  for (const name of packageNames) {
    const { dependencies = {} } = JSON.parse(await read(`packages/${name}/package.json`));
    expect([...found.keys()]).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  }
  // Also what those depend on in turn.
  expect([...found.keys()]).toEqual(expect.arrayContaining(["micromark", "@lit/reactive-element"]));
  const fetched = [...found].filter(([name]) => !name.startsWith("@trust-center/"));
  const unhashed = fetched.filter(
    ([, { hashes, externalReferences = [] }]) => ![{ hashes }, ...externalReferences].some((one) => one.hashes?.length),
  );
  expect(unhashed.map(([name]) => name)).toEqual([]);
  // Nor what only tests use.
  expect([...found.keys()]).not.toContain("vitest");
});
