import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BrokenTreeError, OlderTreeError, SecretError } from "../errors.ts";
import {
  authoringFolder,
  outIn,
  publishConfirmed,
  readTree,
  temporaryFolder,
  testKey,
  write,
} from "../testing/folder.ts";
import { changePublished } from "./change-published.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** A folder whose published files are an older copy: version 2 was published after it was made. */
async function restored() {
  const folder = await authoringFolder();
  const { pin, address } = await publishConfirmed(folder, { now: Date.parse(at(10)) });
  const backup = await temporaryFolder();
  await cp(outIn(folder), backup, { recursive: true });
  const yaml = await readFile(join(folder, "trust-center.yaml"), "utf8");
  await write(folder, { "trust-center.yaml": `${yaml}    description: More\n` });
  await publishConfirmed(folder, { now: Date.parse(at(12)) });
  await rm(outIn(folder), { recursive: true });
  await cp(backup, outIn(folder), { recursive: true });
  return { folder, address, pin };
}

test("the refusal is an error of its own, whatever the work would be", async () => {
  const { folder, address } = await restored();
  const place = { out: outIn(folder), authoring: { folder, feed: address } };
  const never = () => Promise.reject(new Error("the work was begun"));
  for (const kind of ["sign", "keep"] as const) {
    for (const dryRun of [true, false]) {
      const refused = changePublished(place, { now: Date.parse(at(13)), kind, dryRun }, never);
      await expect(refused).rejects.toBeInstanceOf(OlderTreeError);
      await expect(refused).rejects.toBeInstanceOf(BrokenTreeError);
    }
  }
});

test("an older tree cannot be the outcome of bringing a folder forward either", async () => {
  const { folder, address, pin } = await restored();
  const place = { out: outIn(folder), authoring: { folder, feed: address } };
  const before = await readTree(folder);
  const rules = { now: Date.parse(at(13)), kind: "bring-forward" } as const;
  await expect(changePublished(place, rules, async () => ({ pin }))).rejects.toBeInstanceOf(OlderTreeError);
  expect(await readTree(folder)).toEqual(before);
});

test("what looks like a secret is not written, whatever file it is in", async () => {
  const folder = await authoringFolder();
  const { pin, address } = await publishConfirmed(folder, { now: Date.parse(at(10)) });
  const place = { out: outIn(folder), authoring: { folder, feed: address } };
  const before = await readTree(folder);
  const key = new TextEncoder().encode(JSON.stringify({ text: testKey }));
  const rules = { now: Date.parse(at(11)), kind: "keep" } as const;
  const signed = changePublished(place, rules, async () => ({ pin, tree: new Map([["policies/x.json", key]]) }));
  await expect(signed).rejects.toBeInstanceOf(SecretError);
  const derived = changePublished(place, rules, async () => ({ pin, derived: () => new Map([["index.html", key]]) }));
  await expect(derived).rejects.toBeInstanceOf(SecretError);
  expect(await readTree(folder)).toEqual(before);
});
