import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { PartVector } from "../vectors/vector.ts";
import { makeVectors } from "../vectors/vectors.ts";
import { bundleName, bundleVerdicts } from "./bundle.ts";
import { differences } from "./compare.ts";
import { expectedOf } from "./expected.ts";
import { serveVectors } from "./server.ts";

test("the format and the SDK are one file that imports nothing, and reads as the vectors say", async () => {
  const folder = await mkdtemp(join(tmpdir(), "runtimes-"));
  await bundleVerdicts(folder);
  const path = join(folder, bundleName);
  const code = await readFile(path, "utf8");
  expect(code.match(/^import\b.*".*|\b(?:import|require)\(".*/gm)).toBeNull();

  const vectors = (await makeVectors()).filter(({ kind }) => kind !== "feed");
  const server = await serveVectors(vectors);
  try {
    const { verdictsOf } = (await import(pathToFileURL(path).href)) as typeof import("./verdicts.ts");
    const verdicts = await verdictsOf(server.address);
    const expected = expectedOf(vectors);
    expect(differences(verdicts, { ...verdicts, ...expected })).toEqual([]);

    // And a vector that says something else is seen.
    const [first] = vectors as [PartVector];
    const other = { [`${first.kind}: ${first.name}`]: { ok: true, more: 1 } } as const;
    expect(differences(verdicts, { ...verdicts, ...other })).toHaveLength(1);
  } finally {
    server.close();
  }
});
