import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { BrokenTreeError } from "../errors.ts";
import { authoringFolder, changedList, outIn, publishConfirmed, start, write } from "../testing/index.ts";
import { verifyFolder } from "./verify-folder.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);

let out: string;
let folder: string;
let paths: string[];

beforeEach(async () => {
  folder = await authoringFolder();
  await publishConfirmed(folder, { now });
  const policies = "policies:\n  - { id: privacy, title: Privacy, type: privacy, version: '1', file: privacy.md }\n";
  await write(folder, { "trust-center.yaml": changedList + policies, "privacy.md": "# Privacy\n\nWe keep little.\n" });
  await publishConfirmed(folder, { now: now + day });
  await publishConfirmed(folder, { now: now + 2 * day, forceRefresh: true });
  out = outIn(folder);
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
});

/** What is found while a file is otherwise than it was. */
async function foundWith(path: string, change: () => Promise<unknown>) {
  const bytes = await readFile(path);
  await change();
  try {
    const check = await verifyFolder(out);
    return check?.problems ?? "nothing is published";
  } catch (error) {
    if (!(error instanceof BrokenTreeError)) throw error;
    return "broken";
  } finally {
    await writeFile(path, bytes);
  }
}

const relative = (path: string) => path.slice(out.length + 1);

test("a folder as it was published, with every kind of file in it", async () => {
  expect(await verifyFolder(out)).toEqual({ sound: paths.length, problems: [] });
  const kinds = new Set(paths.map((path) => relative(path).split("/")[0]));
  expect([...kinds].sort()).toEqual(
    "deadlines.ics feed head.json history index.html latest.json log policies root subprocessors.csv updates.atom updates.json".split(
      " ",
    ),
  );
});

test("any one flipped bit in any file is found, and the file is named", async () => {
  for (const path of paths) {
    const bytes = await readFile(path);
    for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      const found = await foundWith(path, () => writeFile(path, flipped));
      if (found === "broken") continue;
      expect([relative(path), found]).toEqual([
        relative(path),
        expect.arrayContaining([{ path: relative(path), kind: "altered" }]),
      ]);
    }
  }
});

test("any missing file is found, but for what no version names any more", async () => {
  const kept = new Set<string>();
  for (const path of paths) {
    const found = await foundWith(path, () => rm(path));
    if (Array.isArray(found) && found.length === 0) kept.add(relative(path).replace(/[0-9a-f]{64}/, "…"));
    else if (Array.isArray(found)) expect(found).toContainEqual({ path: relative(path), kind: "missing" });
  }
  expect([...kept].sort()).toEqual(["history/….ndjson", "log/tile/0/000.p/1"]);
});

describe("what is no attack", () => {
  test("a checkpoint that a killed run left behind", async () => {
    const path = join(out, "log/checkpoint");
    const other = await authoringFolder();
    await publishConfirmed(other, { now });
    const earlier = await readFile(join(outIn(other), "log/checkpoint"));
    expect(await foundWith(path, () => writeFile(path, earlier))).toEqual([{ path: "log/checkpoint", kind: "behind" }]);
  });

  test("files of others and hidden ones", async () => {
    await writeFile(join(out, "robots.txt"), "User-agent: *\n");
    await mkdir(join(out, ".git"), { recursive: true });
    await writeFile(join(out, ".git", "HEAD"), "ref: refs/heads/main\n");
    expect((await verifyFolder(out))?.problems).toEqual([{ path: "robots.txt", kind: "strange" }]);
    await rm(join(out, "robots.txt"));
  });
});
