import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder, write } from "../mock/folder.ts";
import { nameKeys } from "./name-keys.ts";

test.each([
  ["no key named", "# a\npublish:\n  # b\n  feed: x # c\nlist: [ a,b ]\n"],
  ["one key", "publish:\n  feed: x\n  key: ./old.pem # mine\n  out: y\n"],
  ["one key, at the end", "list: []\npublish:\n  feed: x\n  key: ./old.pem\n"],
  ["several", "publish:\n    keys:\n      - ./old.pem\n      - { file: z.pem, passphraseEnv: Z }\n    feed: x\n"],
  ["several, in brackets", "publish:\n  keys: [./old.pem]\n  feed: x\n"],
  ["braces", "publish: { feed: x, key: ./old.pem }\nlist: []\n"],
  ["braces without a key", "publish: { feed: x }\n"],
])("%s: new ones are added, and nothing else is touched", async (_what, text) => {
  const folder = await temporaryFolder();
  await write(folder, { "trust-center.yaml": text });
  for (let turn = 0; turn < 2; turn++) await nameKeys(folder, [join(folder, "keys/new.key.pem")], "./old.pem");
  const after = await readFile(join(folder, "trust-center.yaml"), "utf8");
  const { key: _key, keys: before = ["./old.pem"], ...publish } = parse(text).publish;
  expect(parse(after)).toEqual({ ...parse(text), publish: { ...publish, keys: [...before, "./keys/new.key.pem"] } });
  for (const comment of text.match(/#.*/g) ?? []) expect(after).toContain(comment);
  expect(after.includes("[ a,b ]")).toBe(text.includes("[ a,b ]"));
});
