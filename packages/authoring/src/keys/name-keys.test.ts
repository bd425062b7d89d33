import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder, write } from "../testing/folder.ts";
import { nameKeys } from "./name-keys.ts";

test.each([
  ["no key named", "# a\npublish:\n  # b\n  feed: x # c\nlist: [ a,b ]\n"],
  ["one key", "publish:\n  feed: x\n  key: ./old.pem # mine\n  out: y\n"],
  ["one key, at the end", "list: []\npublish:\n  feed: x\n  key: ./old.pem\n"],
  ["several", "publish:\n    keys:\n      - ./old.pem\n      - { file: z.pem, passphraseEnv: Z }\n    feed: x\n"],
  ["several, in brackets", "publish:\n  keys: [./old.pem]\n  feed: x\n"],
  [
    "comments among them",
    "publish:\n  keys:\n    # first\n    - ./old.pem # mine\n    # then\n    - b/c.pem # last\n  feed: x\n",
  ],
  ["names that need quotes", "publish:\n  feed: x\n  key: './my key #1: \"a\".pem'\n"],
  ["a name that is a number", "publish:\n  feed: x\n  key: '1.5'\n"],
  ["dashes at the margin", "publish:\n  feed: x\n  keys:\n  - ./old.pem\n  out: y\n"],
  ["at the end, without a newline", "publish:\n  feed: x\n  keys:\n    - ./old.pem"],
  ["braces over lines", "publish:\n  { feed: x,\n    keys: [\n      ./old.pem ] }\n"],
  ["braces", "publish: { feed: x, key: ./old.pem }\nlist: []\n"],
  ["braces without a key", "publish: { feed: x }\n"],
])("%s: new ones are added, and nothing else is touched", async (_what, text) => {
  const folder = await temporaryFolder();
  await write(folder, { "trust-center.yaml": text });
  for (let turn = 0; turn < 2; turn++) await nameKeys(folder, [join(folder, "keys/new.key.pem")], "./old.pem");
  const after = await readFile(join(folder, "trust-center.yaml"), "utf8");
  const { key = "./old.pem", keys: before = [key], ...publish } = parse(text).publish;
  expect(parse(after)).toEqual({ ...parse(text), publish: { ...publish, keys: [...before, "./keys/new.key.pem"] } });
  for (const comment of text.match(/# .*/g) ?? []) expect(after).toContain(comment);
  expect(after.includes("[ a,b ]")).toBe(text.includes("[ a,b ]"));
});

test.each([
  ["an alias", "x: &keys [./old.pem]\npublish:\n  feed: x\n  keys: *keys\n"],
  ["a merged block", "x: &x { keys: [./old.pem] }\npublish:\n  <<: *x\n  feed: x\n"],
  ["an alias among them", "x: &k ./old.pem\npublish:\n  feed: x\n  keys:\n    - *k\n"],
])("%s: what is written is what was meant, or nothing is", async (_what, text) => {
  const folder = await temporaryFolder();
  await write(folder, { "trust-center.yaml": text });
  const named = await nameKeys(folder, [join(folder, "keys/new.key.pem")], "./old.pem").then(
    () => true,
    (error: Error) => {
      expect(error.message).toContain("Name the new keys there yourself: ./keys/new.key.pem");
      return false;
    },
  );
  const after = await readFile(join(folder, "trust-center.yaml"), "utf8");
  if (!named) expect(after).toBe(text);
  else expect(parse(after, { merge: true }).publish.keys).toEqual(["./old.pem", "./keys/new.key.pem"]);
});
