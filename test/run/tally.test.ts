import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { reason, tallyFile } from "./tally.ts";

/** What a property throws that holds of no list with two members. */
function refuted(member: fc.Arbitrary<unknown>, seed: number): Error {
  try {
    fc.assert(
      fc.property(fc.array(member), (list) => {
        if (list.length > 1)
          throw new Error("Expected one.\nFound more.", { cause: new TypeError("The origin.\nMore.") });
      }),
      { seed },
    );
  } catch (error) {
    return error as Error;
  }
  throw new Error("Expected a counterexample.");
}

test("a property's failure is said with its seed, its path, its counterexample and its origin", () => {
  expect(reason(refuted(fc.constant("a"), 7))).toMatch(
    /^Error: Property failed after \d+ tests; seed: 7, path: "[\d:]+"; counterexample \[\["a","a"\]\]; caused by TypeError: The origin\.$/,
  );
});

test("with its seed and its path a failure is had again", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const said = reason(refuted(fc.nat(), seed));
      expect(reason(refuted(fc.nat(), Number(/seed: (-?\d+)/.exec(said)?.[1])))).toBe(said);
    }),
    { numRuns: 5 },
  );
});

test("a long counterexample, and one of several lines, is cut to a line", () => {
  const lines = { toString: () => "line\n".repeat(1000) };
  const said = reason(refuted(fc.constant(lines), 1));
  expect(said).toMatch(/counterexample .*line line line.*…; caused by/);
  expect(said).not.toContain("\n");
  expect(said.length).toBeLessThan(500);
});

test("any other error is said by its first line and its origin's, and a ring of causes has an end", () => {
  expect(reason({ name: "AssertionError", message: "expected 1 to be 2\n\nmore" })).toBe(
    "AssertionError: expected 1 to be 2",
  );
  expect(reason(new Error("It failed.", { cause: new Error("Because.", { cause: "text" }) }))).toBe(
    "Error: It failed.; caused by Error: Because.",
  );
  const ring = new Error("Round");
  ring.cause = ring;
  expect(reason(ring)).toBe("Error: Round");
  expect(reason(undefined)).toBe("no error was said");
});

const own = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const vitest = fileURLToPath(new URL("../vitest.mjs", import.meta.resolve("vitest/node")));

test("of a run: what passed, failing tests, files that fail outside of tests, and errors of no test", async () => {
  const folder = await mkdtemp(join(tmpdir(), "tally-"));
  try {
    const head = `import { afterAll, describe, expect, test } from ${JSON.stringify(import.meta.resolve("vitest"))};\n`;
    const files = {
      "good.test.ts": `test("holds", () => {}); test.skip("left out", () => {});`,
      "bad.test.ts": `describe("group", () => { test("breaks", () => { throw new Error("One.", { cause: new Error("Two.") }); }); });
        test("holds", () => {});`,
      "late.test.ts": `describe("group", () => { afterAll(() => { throw new Error("Afterwards."); }); test("holds", () => {}); });`,
      "early.test.ts": `throw new Error("Before.");`,
      "stray.test.ts": `test("holds", () => { Promise.reject(new Error("Nobody waits.")); });`,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), head + text);
    const code = await new Promise((resolve) => {
      const values = [vitest, "run", "--root", folder, `--reporter=${own("tally.ts")}`];
      const env = { ...process.env, [tallyFile]: join(folder, "tally.json") };
      execFile(process.execPath, values, { cwd: folder, env }, (error) => resolve(error?.code ?? 0));
    });
    expect(code).toBe(1);
    const { passed, failed, failures } = JSON.parse(await readFile(join(folder, "tally.json"), "utf8"));
    expect({ passed, failed, failures: failures.toSorted() }).toEqual({
      passed: 4,
      failed: 4,
      failures: [
        "bad.test.ts > group > breaks: Error: One.; caused by Error: Two.",
        "early.test.ts: Error: Before.",
        "late.test.ts: Error: Afterwards.",
        "stray.test.ts: Error: Nobody waits.",
      ],
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
