import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { isKept, toFiles } from "../vectors/files.ts";
import { readFeed } from "../vectors/make/read.ts";
import { readPart } from "../vectors/make/read-part.ts";
import type { FeedVector, PartVector, Vector } from "../vectors/vector.ts";
import { makeVectors } from "../vectors/vectors.ts";
import { filesOf, outcomeOf } from "./independent/vectors.ts";

const folder = new URL("../vectors/", import.meta.url);
const made = await makeVectors();
const kept = toFiles(made.filter(isKept));
const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
const stored = (
  await Promise.all(names.map(async (name) => JSON.parse(await readFile(new URL(name, folder), "utf8"))))
).flat() as Vector[];

/** Through JSON, as a stranger gets it: what is undefined is absent. */
const asWritten = (value: unknown) => JSON.parse(JSON.stringify(value));

describe("the vectors in the repository", () => {
  test("are those that the generator makes: run test/vectors/generate.ts", async () => {
    const found = [...names, ...(await readdir(new URL("files/", folder))).map((name) => `files/${name}`)];
    expect(found.sort()).toEqual([...kept.keys()].sort());
    for (const [path, bytes] of kept) {
      expect({ path, same: (await readFile(new URL(path, folder))).equals(bytes) }).toEqual({ path, same: true });
    }
  });

  test("accept and refuse, of each kind of input", () => {
    expect(new Set(made.map(({ kind, name }) => `${kind}: ${name}`)).size).toBe(made.length);
    for (const kind of ["feed", "receipt", "bundle", "note", "key", "inclusion", "consistency", "document"]) {
      const ends = stored.filter((vector) => vector.kind === kind).map(({ expect }) => expect.ok);
      expect({ kind, ends: [...new Set(ends)].sort() }).toEqual({ kind, ends: [false, true] });
    }
  });

  test("tell a reader that believes everything, and one that believes nothing", () => {
    expect(stored.filter(({ expect }) => expect.ok).length).toBeGreaterThan(150);
    expect(stored.filter(({ expect }) => !expect.ok).length).toBeGreaterThan(250);
  });
});

describe("the project's reader", () => {
  test.each(made.map((vector) => [`${vector.kind}: ${vector.name}`, vector] as const))("%s", async (_name, vector) => {
    const found = vector.kind === "feed" ? readFeed(vector as FeedVector) : readPart(asWritten(vector) as PartVector);
    expect(asWritten(await found)).toEqual(asWritten(vector.expect));
  });
});

describe("a reader written from the specification alone", () => {
  test.each(stored.map((vector) => [`${vector.kind}: ${vector.name}`, vector] as const))("%s", (_name, vector) => {
    const read = vector.kind === "feed" ? filesOf(folder, vector) : undefined;
    expect(asWritten(outcomeOf(vector, read))).toEqual(vector.expect);
  });

  test.each(made.filter((vector) => !isKept(vector)).map((vector) => [vector.name, vector as FeedVector] as const))(
    "large: %s",
    (_name, vector) => {
      const found = outcomeOf(vector, (path) => vector.files.get(path));
      expect(asWritten(found)).toEqual(asWritten(vector.expect));
    },
  );
});
