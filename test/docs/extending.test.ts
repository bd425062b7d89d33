import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyOf } from "../mutants/copy.ts";
import { runTests } from "../mutants/trial.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const seconds = 100;

/** Lines that the page says to add to a file. */
interface Addition {
  of: string;
  file: string;
  lines: readonly string[];
}

const page = await readFile(join(root, "docs/extending.md"), "utf8");
const additions = [...page.matchAll(/^```ts (field|kind) (\S+)\n(.*?)^```$/gms)].map(
  ([, of = "", file = "", body = ""]): Addition => ({ of, file, lines: body.trimEnd().split("\n") }),
);
const [fields, kinds] = ["field", "kind"].map((wanted) => additions.filter(({ of }) => of === wanted)) as [
  Addition[],
  Addition[],
];

let copy: string;
beforeAll(async () => {
  copy = await copyOf(root);
});
afterAll(() => rm(copy, { recursive: true, force: true }));

async function add({ file, lines }: Addition): Promise<void> {
  const path = join(copy, file);
  const text = await readFile(path, "utf8");
  const there = lines.filter((line) => !line.startsWith("+")).join("\n");
  expect(text.split(`${there}\n`), `${file} has these lines once:\n${there}`).toHaveLength(2);
  const all = lines.map((line) => line.replace(/^\+/, "")).join("\n");
  await writeFile(
    path,
    text.replace(there, () => all),
  );
}

/** A test of its own in the copy: a list with the field is published, then published with another value. */
const use = (kind: string, title: string) => `
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exportList } from "../export/formats.ts";
import { draftSource } from "../export/source.ts";
import { authoringFolder, outIn, publishConfirmed, start, testList, write } from "../testing/folder.ts";
import { readAuthoring } from "./check.ts";

const now = Date.parse(start);
const list = (time: string) => testList + "    breachNotice: " + time + "\\n";
const mailer = "  - { id: mail-two, name: Mail Two, breachNotice: within a week }\\n";

test("it is published, shown by every surface, and carried by a notice", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": list("24 hours") });
  await publishConfirmed(folder, { now });
  const page = await readFile(join(outIn(folder), "index.html"), "utf8");
  expect(page).toMatch(/Tells of a breach.{0,20}24 hours/);
  expect(await readFile(join(outIn(folder), "subprocessors.csv"), "utf8")).toContain("24 hours");
  const { content } = await readAuthoring(folder);
  for (const format of ["annex", "record", "cyclonedx", "dpv", "llms"]) {
    const [bytes] = exportList(format, draftSource(content, { now })).files.values();
    expect(new TextDecoder().decode(bytes), format).toContain("24 hours");
  }
  await write(folder, { "trust-center.yaml": list("48 hours") });
  const later = await publishConfirmed(folder, { now: now + 1000 });
  expect(later.changes).toMatchObject([{ kind: ${JSON.stringify(kind)} }]);
  await write(folder, { "trust-center.yaml": list("48 hours") + mailer });
  await publishConfirmed(folder, { now: now + 2000 });
  const updates = await readFile(join(outIn(folder), "updates.atom"), "utf8");
  expect(updates).toContain(${JSON.stringify(title)});
  expect(updates).toMatch(/Tells of a breach: (?:24 hours|.*48 hours)/);
  expect(updates).toContain("within a week");
});
`;

/** The one test that fails until every language has the new words: a release waits for them. */
const complete = "packages/reading/src/words/complete.test.ts";
const reading = ["packages/reading/src", "packages/feed/src/document", "--testNamePattern=^(?!.* lacks no message$)"];

test("the page says what to add to which file", () => {
  expect(fields.map(({ file }) => file)).toHaveLength(4);
  expect(kinds.map(({ file }) => file)).toHaveLength(3);
});

test("a field with a schema alone fails a test: it is shown nowhere", async () => {
  await add(fields[0] as Addition);
  expect(await runTests(copy, ["packages/reading/src/fields/fields.test.ts"], seconds)).toBe("failed");
  expect(await runTests(copy, ["packages/authoring/src/format/members.test.ts"], seconds)).toBe("failed");
});

test("with its declaration and label it is a field of every surface", async () => {
  for (const addition of fields.slice(1)) await add(addition);
  expect(await runTests(copy, [...reading, "packages/authoring/src/format"], seconds)).toBe("passed");
  expect(await runTests(copy, [complete], seconds)).toBe("failed");
  await writeFile(join(copy, "packages/authoring/src/folder/extended.test.ts"), use("details", "Change of details"));
  expect(await runTests(copy, ["packages/authoring/src/folder/extended.test.ts"], seconds)).toBe("passed");
});

test("a kind of its own is the field's, and has a title", async () => {
  for (const addition of kinds) await add(addition);
  expect(await runTests(copy, reading, seconds)).toBe("passed");
  const test = use("breach-notice", "Change of the notice of breaches");
  await writeFile(join(copy, "packages/authoring/src/folder/extended.test.ts"), test);
  expect(await runTests(copy, ["packages/authoring/src/folder/extended.test.ts"], seconds)).toBe("passed");
});
