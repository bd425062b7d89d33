import { expect, test } from "vitest";
import { isAlarm, TrustCenterError } from "../errors.ts";
import { naming } from "./naming.ts";

const files: Readonly<Record<string, string>> = {
  "feed/a.json": `{"type":"feed","subprocessors":[]}`,
  "history/b.jsonl": "<title>Log in</title>",
};

/** Reads both files, and refuses one of them. */
const refusing = (file: string) =>
  naming(
    async (path) => new TextEncoder().encode(files[path]),
    async (read) => {
      for (const path of Object.keys(files)) await read(path, 1000);
      throw new TrustCenterError("hash-mismatch", "Expected other bytes.", { file });
    },
  ).catch((error: unknown) => error as TrustCenterError);

test.each([
  ["feed/a.json", true],
  ["history/b.jsonl", false],
])(
  "whether it is an attack is judged by the file that was refused, %s, and by no other that was read",
  async (file, alarm) => {
    expect(isAlarm((await refusing(file)) as TrustCenterError)).toBe(alarm);
  },
);
