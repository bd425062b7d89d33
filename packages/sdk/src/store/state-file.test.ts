import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { lostForks } from "../testing/contenders.ts";
import { contractBreaches } from "../testing/store-contract.ts";
import { readStateFile, stateFile } from "./state-file.ts";

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-state-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return join(folder, "watch.state.json");
}

/** A process number that nobody has any more. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid ?? 0;
}

test("one file keeps the contract, outlives the process, and leaves nothing else behind", async () => {
  const path = await place();
  const store = stateFile(path);
  expect(await contractBreaches(() => store)).toEqual([]);
  await store.update("https://b.example/", () => ({ kept: true }));
  await store.close();
  const again = stateFile(path);
  expect(await again.read("https://b.example/")).toEqual({ kept: true });
  await again.close();
  expect(await readdir(join(path, ".."))).toEqual(["watch.state.json"]);
  expect((await stat(path)).mode & 0o077).toBe(0);
});

/** Lines of a journal, parsed. */
const linesOf = async (path: string) =>
  (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("updates that come together are written once, and each is on the disk when it is done", async () => {
  const path = await place();
  const store = stateFile(path);
  await store.update("first", () => 0);
  await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      await store.update(`key ${at}`, () => at);
      expect(await (await readStateFile(path)).read(`key ${at}`)).toBe(at);
    }),
  );
  // The heading, the first, and all others together.
  expect((await linesOf(path)).length).toBeLessThanOrEqual(4);
  await store.close();
});

test("only what differs is written: members, and the end of a text that grew", async () => {
  const path = await place();
  const store = stateFile(path);
  const long = "line\n".repeat(400);
  const value = { feed: long, history: long, at: 1, etag: "a" as string | undefined };
  await store.update("a", () => value);
  await store.update("a", () => ({ ...value, at: 2 }));
  await store.update("a", () => ({ ...value, at: 2, history: `${long}new ä\u2028` }));
  await store.update("a", () => ({ ...value, at: 2, history: `${long}new ä\u2028`, etag: undefined }));
  await store.update("a", (kept) => kept);
  expect((await linesOf(path)).slice(2)).toEqual([
    [["a", { set: { at: 2 } }]],
    [["a", { grown: { history: "new ä\u2028" } }]],
    [["a", { gone: ["etag"] }]],
  ]);
  await store.close();
  const again = stateFile(path);
  expect(await again.read("a")).toEqual({ feed: long, history: `${long}new ä\u2028`, at: 2 });
  await again.close();
});

test("whatever is written, what is read after it is the same, from memory and from the disk", async () => {
  const path = await place();
  const key = fc.constantFrom("a", "b", "__proto__");
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.nat(3).map((n) => "grows \u{1f600}\ud83d".repeat(200 * n)),
  );
  const value = fc.oneof(
    text,
    fc.jsonValue(),
    fc.dictionary(fc.constantFrom("x", "y", "z"), fc.oneof(text, fc.jsonValue())),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, value), { maxLength: 12 }), async (updates) => {
      const store = stateFile(path);
      const expected = new Map<string, unknown>();
      for (const [key, value] of updates) {
        await store.update(key, () => value);
        expected.set(key, JSON.parse(JSON.stringify(value)));
      }
      for (const [key, value] of expected) expect(await store.read(key)).toEqual(value);
      await store.close();
      const again = await readStateFile(path);
      for (const [key, value] of expected) expect(await again.read(key)).toEqual(value);
    }),
    { numRuns: 150 },
  );
});

test("a journal that has become long is made short, and says the same", async () => {
  const path = await place();
  const store = stateFile(path);
  let most = 0;
  for (let round = 0; round < 60; round++) {
    await store.update("a", () => ({ text: `${round} ${"x".repeat(100_000)}` }));
    most = Math.max(most, (await stat(path)).size);
  }
  expect(most).toBeLessThan(1.5 * 1024 * 1024);
  await store.close();
  expect(((await (await readStateFile(path)).read("a")) as { text: string }).text).toMatch(/^59 x/);
  expect(await readdir(join(path, ".."))).toEqual(["watch.state.json"]);
});

describe("a journal that was cut off at any byte", () => {
  test("says what it said before its last line, and goes on", async () => {
    const path = await place();
    const store = stateFile(path);
    await store.update("a", () => ({ n: 1 }));
    await store.update("a", () => ({ n: 2, text: "ä" }));
    await store.close();
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let cut = lastLine; cut < whole.length; cut++) {
      for (const tail of [Buffer.alloc(0), Buffer.concat([Buffer.alloc(5), Buffer.from("\n")])]) {
        await writeFile(path, Buffer.concat([whole.subarray(0, cut), tail]));
        const again = stateFile(path);
        expect(await again.read("a")).toEqual({ n: 1 });
        await again.update("a", () => ({ n: 3 }));
        await again.close();
        expect(await (await readStateFile(path)).read("a")).toEqual({ n: 3 });
      }
    }
  });

  test("is damaged where a line before the last one is, and is refused", async () => {
    const path = await place();
    const store = stateFile(path);
    for (const n of [1, 2, 3]) await store.update("a", () => ({ n, text: "x" }));
    await store.close();
    const text = await readFile(path, "utf8");
    const damaged = text.replace('"n":2', '"n":2]');
    await writeFile(path, damaged);
    const again = stateFile(path);
    await expect(again.read("a")).rejects.toMatchObject({
      code: "storage",
      message: expect.stringContaining("Line 3"),
    });
    await again.close();
    expect(await readFile(path, "utf8")).toBe(damaged);
  });
});

test("a disk without room is one failure that says so, and what was remembered stays", async () => {
  const path = await place();
  const module = new URL("./state-file.ts", import.meta.url).href;
  // The shell's limit on the size of a file is the disk that is full: 512-byte blocks.
  const program = `
    process.on("SIGXFSZ", () => {});
    const { stateFile } = await import(${JSON.stringify(module)});
    const store = stateFile(${JSON.stringify(path)});
    const said = new Set();
    for (let n = 0; n < 300; n++) {
      await store.update("k" + n, () => ({ n, text: "x".repeat(1000) })).catch((error) => said.add(error.message));
    }
    const last = await store.read("k299");
    await store.close();
    console.log(JSON.stringify([[...said], last ?? null]));`;
  const child = spawn("sh", [
    "-c",
    'ulimit -f 200; exec "$0" --conditions=source --input-type=module -e "$1"',
    process.execPath,
    program,
  ]);
  let [out, err] = ["", ""];
  child.stdout.on("data", (part) => (out += part));
  child.stderr.on("data", (part) => (err += part));
  await once(child, "close");
  expect(err).toBe("");
  expect(JSON.parse(out)).toEqual([[expect.stringMatching(/no room on the disk \(EFBIG\)/)], null]);
  const kept = await readStateFile(path);
  expect(await kept.read("k0")).toMatchObject({ n: 0 });
  expect(await kept.read("k50")).toMatchObject({ n: 50 });
  expect(await kept.read("k299")).toBeUndefined();
});

test.each(["{}", "", '{"type":"feed"}', '{"type":"trust-center-state","format":1,"records"', "null\n", "{}\n"])(
  "a file that is not ours is refused and stays as it is: %s",
  async (text) => {
    const path = await place();
    await writeFile(path, text);
    const store = stateFile(path);
    await expect(store.read("a")).rejects.toMatchObject({ code: "storage" });
    await expect(store.update("a", () => 1)).rejects.toMatchObject({ code: "storage" });
    await store.close();
    expect(await readFile(path, "utf8")).toBe(text);
  },
);

test("two do not use it at once; the lock of a process that was killed is taken over", async () => {
  const path = await place();
  const first = stateFile(path);
  await first.update("a", () => 1);
  const second = stateFile(path);
  await expect(second.update("a", () => 2)).rejects.toMatchObject({ code: "storage", evidence: { pid: process.pid } });
  await first.close();
  const dead = { pid: await deadProcess(), host: hostname(), token: "0123456789abcdef" };
  await writeFile(`${path}.lock`, JSON.stringify(dead));
  const third = stateFile(path);
  await third.update("a", (kept) => [kept, 3]);
  expect(await third.read("a")).toEqual([1, 3]);
  await third.close();
  expect(await readdir(join(path, ".."))).toEqual(["watch.state.json"]);
});

test("of many who find a dead lock one takes it over", async () => {
  const path = await place();
  await writeFile(`${path}.lock`, JSON.stringify({ pid: await deadProcess(), host: hostname(), token: "dead" }));
  const stores = Array.from({ length: 20 }, () => stateFile(path));
  const results = await Promise.allSettled(stores.map((store, at) => store.update("winner", () => at)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await Promise.all(stores.map((store) => store.close()));
});

test("what a killed write left behind does not hinder the next", async () => {
  const path = await place();
  await writeFile(`${path}.tmp`, "half");
  const store = stateFile(path);
  await store.update("a", () => 1);
  await store.close();
  expect(await (await readStateFile(path)).read("a")).toBe(1);
});

test("of two forks that are kept at once one is, time and again", async () => {
  const store = stateFile(await place());
  expect(await lostForks(() => store, Number(process.env.STORE_ROUNDS ?? 150))).toBe(0);
  await store.close();
}, 300_000);
