import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { frameworkExamples, plainExamples } from "../frameworks/examples.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFile(new URL(path, root), "utf8");

test("every example of the element on a page is opened by a command, and its README names it", async () => {
  const folders = (await readdir(new URL("examples/embed/", root))).sort();
  expect([...plainExamples, ...frameworkExamples].map(({ name }) => name).sort()).toEqual(folders);
  const [readme, guide] = [await read("examples/README.md"), await read("docs/guides/embedding.md")];
  for (const name of folders) {
    expect(readme).toContain(`(embed/${name})`);
    expect(guide).toContain(`(../../examples/embed/${name})`);
  }
});

test.each(frameworkExamples.map(({ name }) => name))(
  "the example in %s pins what it uses, and this widget",
  async (name) => {
    const { dependencies, devDependencies } = JSON.parse(await read(`examples/embed/${name}/package.json`));
    const { version } = JSON.parse(await read("packages/widget/package.json"));
    expect(dependencies["@trust-center/widget"]).toBe(version);
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, at]) => !/^\d+\.\d+\.\d+$/.test(`${at}`),
    );
    expect(loose).toEqual([]);
  },
);
