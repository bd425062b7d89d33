import { spawnSync } from "node:child_process";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { verifyCommand } from "./verify-command.ts";

const pin = `sha256-${"A".repeat(43)}`;

/** The words that a shell makes of a command line. */
function wordsOf(command: string): string[] {
  const { stdout, stderr } = spawnSync("sh", ["-c", `set -- ${command}; printf '%s\\0' "$@"`], { encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\0").slice(0, -1);
}

test("an address stands in it as it is", () => {
  expect(verifyCommand("https://acme.example/.well-known/trust-center/", pin)).toBe(
    `npx @trust-center/cli verify https://acme.example/.well-known/trust-center/ --pin ${pin}`,
  );
});

test("whatever is named, a shell takes it for a name", () => {
  const expected = (target: string) => ["npx", "@trust-center/cli", "verify", target, "--pin", pin];
  for (const target of ["https://a.example/$(id)/", "https://a.example/';id;'/", "a b.json", "~", "*", "a&b", ""])
    expect(wordsOf(verifyCommand(target, pin))).toEqual(expected(target));
  assert(
    property(string({ unit: "binary-ascii", maxLength: 12 }), (text) => {
      const target = text.replaceAll("\0", "");
      expect(wordsOf(verifyCommand(target, pin))).toEqual(expected(target));
    }),
  );
});
